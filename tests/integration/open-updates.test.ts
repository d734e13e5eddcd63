import { afterAll, beforeAll, expect, test } from "vitest";
import { createDatabase, type Database } from "../../lib/data/database";
import { findOthersOpen } from "../../lib/data/open-updates";
import { insertUpdates, writeOutcomes } from "../../lib/data/updates";
import { createTestDatabase, type TestDatabase } from "../support/database";

// Every polled update is open for a moment, and a closed one stays in the index of open updates until the next vacuum.
// Nothing that is asked for every update, or for every bot that changes its door, may read all of those.

let db: TestDatabase;
let data: Database;
beforeAll(async () => {
  db = await createTestDatabase();
  await db.database.pool.query("ALTER TABLE updates SET (autovacuum_enabled = off)");
  // One connection: what it has read is known when it is asked.
  data = createDatabase(db.url, { connections: 1 });
});
afterAll(async () => {
  await data.close();
  await db.drop();
});

const [ourselves, another] = [1, 2];
const bots = 50;
const perBatch = 20;
const batches = 400;
let next = 0;

async function openSome(): Promise<{ botId: number; updateId: number; arrival: number }[]> {
  const some = Array.from({ length: perBatch }, () => {
    const number = next++;
    return { botId: 1 + (number % bots), updateId: number, arrival: number };
  });
  const rows = some.map((key) => ({
    ...key,
    ...{ kind: "message", chatId: 1, door: "polling" as const, payload: "{}" },
    ...{ state: "open" as const, error: null, actions: null },
  }));
  expect(await insertUpdates(data, ourselves, rows)).not.toContain(false);
  return some;
}

/** Index entries and rows of `updates` that were read so far. */
async function read(): Promise<number> {
  await data.pool.query("SELECT pg_stat_force_next_flush()");
  const { rows } = await data.pool.query(
    `SELECT (SELECT sum(idx_tup_read) FROM pg_stat_user_indexes WHERE relname = 'updates')
       + (SELECT seq_tup_read FROM pg_stat_user_tables WHERE relname = 'updates') AS read`,
  );
  return Number((rows[0] as { read: string }).read);
}

test("an outcome is written to its row by its key, however many were closed since the last vacuum", async () => {
  const before = await read();
  for (let i = 0; i < batches; i++) {
    const some = await openSome();
    const outcomes = some.map((key) => ({ ...key, state: "handled" as const, error: null, actions: null }));
    await writeOutcomes(data, ourselves, outcomes);
  }
  const { rows } = await data.pool.query("SELECT count(*)::int AS open FROM updates WHERE state = 'open'");
  expect(rows).toEqual([{ open: 0 }]);
  // The first few plans are made for a table of next to nothing, and may read that whole.
  expect((await read()) - before).toBeLessThan(3 * batches * perBatch);
});

test("a bot's open updates are found without reading those of the others", async () => {
  const open = await openSome();
  const before = await read();
  for (let botId = 1; botId <= bots; botId++) {
    const wanted = open.filter((update) => update.botId === botId).map(({ updateId }) => updateId);
    const found = await findOthersOpen(data, another, [botId]);
    expect(found.map(({ updateId }) => updateId)).toEqual(wanted);
  }
  // Each bot's own, with those that were closed.
  expect((await read()) - before).toBeLessThan(3 * next);
});
