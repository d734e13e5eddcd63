import { afterAll, beforeAll, expect, test } from "vitest";
import { createDatabase, type Database } from "../../lib/data/database";
import { giveBackRateLimit, takeRateLimit } from "../../lib/data/rate-limits";
import { deleteExpired } from "../../lib/data/retention";
import { createTestDatabase, type TestDatabase } from "../support/database";

let db: TestDatabase;
const others: Database[] = [];
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(async () => {
  for (const other of others) await other.close();
  await db.drop();
});

/** Connections whose plans read a table so: PostgreSQL itself changes its mind as a table grows. */
function readingBy(settings: string): Database {
  const other = createDatabase(`${db.url}?options=${encodeURIComponent(settings)}`);
  others.push(other);
  return other;
}

test("counts of several keys are given back by many at once, and none waits for another in a circle", async () => {
  // The table's order is not the index's.
  const rules = ["b", "a"].map((key) => ({ key, limit: 100, windowS: 360_000 }));
  for (const rule of rules) for (let i = 0; i < 21; i++) await takeRateLimit(db.database, rule);
  // Long enough between the first and the second row for the others to come in between.
  await db.database.pool.query(`
    CREATE FUNCTION dawdle() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.02); RETURN NEW; END $$;
    CREATE TRIGGER dawdle BEFORE UPDATE ON rate_limits FOR EACH ROW EXECUTE FUNCTION dawdle()`);
  const ways = [
    readingBy("-c enable_seqscan=off -c enable_bitmapscan=off"),
    readingBy("-c enable_indexscan=off -c enable_indexonlyscan=off -c enable_bitmapscan=off"),
  ];
  const worker = async (data: Database) => {
    for (let i = 0; i < 5; i++) await giveBackRateLimit(data, rules);
  };
  await Promise.all([...ways, ...ways].map(worker));
  const { rows } = await db.database.pool.query(
    "SELECT key, round(extract(epoch FROM window_end - now()) / 3600)::int AS taken FROM rate_limits ORDER BY key",
  );
  expect(rows).toEqual([
    { key: "a", taken: 1 },
    { key: "b", taken: 1 },
  ]);
});

test("of many tries at once as many are let through as there is room for, whatever process counts them", async () => {
  const rule = { key: "burst", limit: 10, windowS: 36_000 };
  const other = readingBy("-c work_mem=4MB");
  const answers = await Promise.all(
    Array.from({ length: 60 }, (_, i) => takeRateLimit(i % 2 ? other : db.database, rule)),
  );
  expect(answers.filter(({ allowed }) => allowed)).toHaveLength(10);
  for (const { allowed, retryAfterS } of answers) {
    if (!allowed) expect(Math.abs(retryAfterS - 3_600)).toBeLessThan(60);
  }
});

test("room comes back one by one, and what was refused took none of it", async () => {
  const rule = { key: "drop", limit: 3, windowS: 3_000 };
  const pass = async (seconds: number) =>
    db.database.pool.query(
      "UPDATE rate_limits SET window_end = window_end - make_interval(secs => $1) WHERE key = 'drop'",
      [seconds],
    );
  const take = async () => (await takeRateLimit(db.database, rule)).allowed;
  expect([await take(), await take(), await take(), await take(), await take()]).toEqual([
    true,
    true,
    true,
    false,
    false,
  ]);
  await pass(1_000);
  expect([await take(), await take()]).toEqual([true, false]);
  await pass(100_000);
  expect([await take(), await take(), await take(), await take()]).toEqual([true, true, true, false]);
});

test("counters that are empty again are removed with what is kept no longer", async () => {
  const { pool } = db.database;
  await takeRateLimit(db.database, { key: "now", limit: 10, windowS: 600 });
  await takeRateLimit(db.database, { key: "over", limit: 10, windowS: 600 });
  await pool.query("UPDATE rate_limits SET window_end = now() - interval '2 minutes' WHERE key = 'over'");
  await deleteExpired(db.database, 7, 90);
  const { rows } = await pool.query("SELECT key FROM rate_limits WHERE key IN ('now', 'over')");
  expect(rows).toEqual([{ key: "now" }]);
});
