import { afterAll, beforeAll, expect, test } from "vitest";
import { createLogger } from "../../lib/core/log";
import { createDatabase, type Database } from "../../lib/data/database";
import { orDatabaseAway } from "../../lib/data/database-away";
import { openSignals } from "../../lib/data/signals";
import { inTransaction } from "../../lib/data/transaction";
import { type CuttingProxy, startCuttingProxy } from "../support/cutting-proxy";
import { createTestDatabase, type TestDatabase } from "../support/database";
import { until } from "../support/system";

let db: TestDatabase;
let proxy: CuttingProxy;
let far: Database;

beforeAll(async () => {
  db = await createTestDatabase();
  proxy = await startCuttingProxy(Number(new URL(db.url).port));
  far = createDatabase(proxy.through(db.url), { connections: 1 });
});
afterAll(async () => {
  await far.close();
  await proxy.close();
  await db.drop();
});

const person = (email: string) => ({ email, passwordHash: "x" });
const insert = "INSERT INTO users (email, password_hash) VALUES ($1, 'x')";

test.each([
  ["a transaction's", (email: string) => inTransaction(far, (on) => on.query(insert, [email]))],
  ["Prisma's", (email: string) => far.prisma.$transaction((tx) => tx.user.create({ data: person(email) }))],
] as const)(
  "a COMMIT whose answer is lost, %s, is an error to who asked, and may count",
  async (who, commit) => {
    const email = `${who.replace(/\W/g, "")}@example.org`;
    const cut = proxy.cutAt("COMMIT");
    const error = await commit(email).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    await cut;
    expect(orDatabaseAway(error)).toMatchObject({ code: "unavailable" });
    expect(await db.database.prisma.user.count({ where: { email } })).toBe(1);
    expect(await far.prisma.user.count({ where: { email } })).toBe(1);
    expect((await inTransaction(far, (on) => on.query("SELECT 1", []))).rowCount).toBe(1);
  },
);

test("a ROLLBACK whose answer is lost does not come between the caller and their error", async () => {
  const cut = proxy.cutAt("ROLLBACK");
  const refused = inTransaction(far, async (on) => {
    await on.query(insert, ["rolled-back@example.org"]);
    throw new Error("refused");
  });
  await expect(refused).rejects.toThrow("refused");
  await cut;
  expect((await inTransaction(far, (on) => on.query("SELECT 1", []))).rowCount).toBe(1);
  expect(await db.database.prisma.user.count({ where: { email: "rolled-back@example.org" } })).toBe(0);
});

test("a process whose new connection is lost while it begins to listen has one in the end, and hears all once", async () => {
  const connections = async () => {
    const { rows } = await db.database.pool.query<{ n: number }>(
      "SELECT count(*)::int AS n FROM pg_stat_activity WHERE application_name = 'hookline signals 9'",
    );
    return rows[0]?.n;
  };
  const log = createLogger("fatal", "test");
  const channels = ["hookline_bots"] as const;
  const signals = await openSignals({ url: proxy.through(db.url), channels, processId: 9, log });
  const heard: string[] = [];
  signals.on("hookline_bots", (payload) => heard.push(payload));
  try {
    for (let times = 0; times < 3; times++) {
      const cut = proxy.cutAt("LISTEN");
      await db.database.pool.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'hookline signals 9'",
      );
      await cut;
      await until("its presence", () => signals.present);
    }
    // Were there another attempt under way, it would be through by now.
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(await connections()).toBe(1);
    await db.database.pool.query("NOTIFY hookline_bots, '7'");
    await until("the notification", () => heard.length > 0);
    await db.database.pool.query("NOTIFY hookline_bots, '8'");
    await until("the next", () => heard.includes("8"));
    expect(heard).toEqual(["7", "8"]);
  } finally {
    await signals.close();
  }
  await until("no connection to be left", async () => (await connections()) === 0);
});

test("a process that cannot begin to listen says so, and goes on trying nothing behind its caller's back", async () => {
  const cut = proxy.cutAt("LISTEN");
  const log = createLogger("fatal", "test");
  const channels = ["hookline_bots"] as const;
  await expect(openSignals({ url: proxy.through(db.url), channels, processId: 8, log })).rejects.toThrow();
  await cut;
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  const { rowCount } = await db.database.pool.query(
    "SELECT FROM pg_stat_activity WHERE application_name = 'hookline signals 8'",
  );
  expect(rowCount).toBe(0);
});
