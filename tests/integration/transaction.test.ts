import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inTransaction, type Transaction } from "../../lib/data/transaction";
import { createTestDatabase, type TestDatabase } from "../support/database";

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
  await db.database.pool.query("CREATE TABLE noted (what text PRIMARY KEY)");
});
afterAll(() => db.drop());

const note = (on: Transaction, what: string) => on.query("INSERT INTO noted VALUES ($1)", [what]);
const noted = async () => {
  const { rows } = await db.database.pool.query("SELECT what FROM noted ORDER BY what");
  return (rows as { what: string }[]).map(({ what }) => what);
};

describe("inTransaction", () => {
  test("commits what was done, with the result, unless that is a refusal", async () => {
    const result = await inTransaction(db.database, async (on) => {
      await note(on, "committed");
      return "done";
    });
    expect(result).toBe("done");
    const refused = await inTransaction(
      db.database,
      async (on) => {
        await note(on, "refused");
        return "no";
      },
      (answer) => answer === "no",
    );
    expect(refused).toBe("no");
    expect(await noted()).toEqual(["committed"]);
  });

  test("undoes everything where something throws, and throws it on", async () => {
    const own = inTransaction(db.database, async (on) => {
      await note(on, "undone");
      throw new TypeError("ours");
    });
    await expect(own).rejects.toThrow("ours");
    const its = inTransaction(db.database, async (on) => {
      await note(on, "undone too");
      await note(on, "committed");
    });
    await expect(its).rejects.toMatchObject({ code: "23505" });
    expect(await noted()).toEqual(["committed"]);
  });

  test("throws where its connection dies at work or before the commit; the pool and the process go on", async () => {
    for (const when of ["at work", "before the commit"]) {
      const killed = inTransaction(db.database, async (on) => {
        await note(on, when);
        const { rows } = await on.query("SELECT pg_backend_pid() AS pid", []);
        const [{ pid }] = rows as [{ pid: number }];
        await db.database.pool.query("SELECT pg_terminate_backend($1)", [pid]);
        if (when === "at work") await note(on, "later");
      });
      await expect(killed, when).rejects.toThrow();
    }
    expect(await noted()).toEqual(["committed"]);
    await inTransaction(db.database, (on) => note(on, "after"));
    expect(await noted()).toEqual(["after", "committed"]);
  });

  test("gives its connection back, however it ends", async () => {
    for (let i = 0; i < 60; i++) {
      await inTransaction(db.database, async () => {
        if (i % 2 === 0) throw new Error("no");
      }).catch(() => {});
    }
    const { totalCount, idleCount } = db.database.pool;
    expect(idleCount).toBe(totalCount);
  });
});
