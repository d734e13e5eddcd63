import { afterAll, beforeAll, expect, test } from "vitest";
import { createLogger } from "../../lib/core/log";
import {
  diedLately,
  enterProcess,
  heartbeat,
  liveProcesses,
  type ProcessKind,
  undecidedProcesses,
} from "../../lib/data/heartbeats";
import { freeDeadLeases } from "../../lib/data/leases";
import { openSignals } from "../../lib/data/signals";
import { createTestDatabase, type TestDatabase } from "../support/database";
import { startSystem, until } from "../support/system";

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

const enter = (kind: ProcessKind) =>
  enterProcess(db.database, { kind, host: "here", pid: 1, version: "test" });
const silence = (id: number) =>
  db.database.pool.query(
    "UPDATE process_heartbeats SET seen_at = now() - interval '1 minute' WHERE id = $1",
    [id],
  );

test("a silent process is dead unless it holds its presence lock, whatever the others do", async () => {
  // PostgreSQL counts as just started for ten seconds, and nobody is declared dead before.
  await until("an older PostgreSQL", async () => {
    const { rows } = await db.database.pool.query(
      "SELECT pg_postmaster_start_time() < now() - interval '11 seconds' AS old",
    );
    return (rows[0] as { old: boolean }).old;
  });
  const [loud, paused, killed] = [await enter("sidecar"), await enter("sidecar"), await enter("sidecar")];
  const log = createLogger("fatal", "test");
  const channels = ["hookline_bots"] as const;
  const signals = await openSignals({ url: db.url, channels, processId: paused, log });
  await heartbeat(db.database, loud, { inFlight: 0 });
  await silence(paused);
  await silence(killed);

  expect((await liveProcesses(db.database, "sidecar")).map(({ id }) => id)).toEqual([loud, paused]);
  expect(await undecidedProcesses(db.database)).toBe(1);
  expect(await diedLately(db.database, "sidecar")).toBe(true);
  expect(await diedLately(db.database, "web")).toBe(false);

  const user = await db.database.prisma.user.create({
    data: { email: "a@example.org", passwordHash: "none" },
  });
  for (const [i, leaseOwner] of [loud, paused, killed].entries()) {
    await db.database.prisma.bot.create({
      data: {
        ownerId: user.id,
        telegramId: i + 1,
        username: `bot${i}`,
        name: "Bot",
        tokenCipher: "",
        tokenKeyId: "",
        tokenFingerprint: String(i),
        mode: "polling",
        activeDoor: "polling",
        leaseOwner,
        leaseExpiresAt: new Date(Date.now() + 60_000),
      },
    });
  }
  await heartbeat(db.database, loud, { inFlight: 0 });
  await freeDeadLeases(db.database);
  const owners = await db.database.prisma.bot.findMany({
    orderBy: { id: "asc" },
    select: { leaseOwner: true },
  });
  expect(owners.map(({ leaseOwner }) => leaseOwner)).toEqual([loud, paused, null]);

  await signals.close();
  await until("the lock to be gone", async () => {
    await heartbeat(db.database, loud, { inFlight: 0 });
    return (await liveProcesses(db.database, "sidecar")).length === 1;
  });
});

test("a web process at rest beats every other second, which is often enough to be thought alive", async () => {
  const system = await startSystem();
  try {
    const hours = new Set<number>();
    const watchedUntil = performance.now() + 8_500;
    while (performance.now() < watchedUntil) {
      const { rows } = await system.db.database.pool.query(
        "SELECT seen_at FROM process_heartbeats WHERE id = $1",
        [system.web.processId],
      );
      hours.add(Number(rows[0]?.seen_at));
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const times = [...hours].sort((a, b) => a - b);
    expect(times.length).toBeGreaterThanOrEqual(4);
    expect(times.length).toBeLessThanOrEqual(6);
    expect(Math.max(...times.slice(1).map((at, i) => at - (times[i] ?? 0)))).toBeLessThan(3_000);
  } finally {
    await system.close();
  }
});
