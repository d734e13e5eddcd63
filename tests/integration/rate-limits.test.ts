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
  const keys = ["b", "a"];
  for (const key of keys) await takeRateLimit(db.database, { key, limit: 10, windowS: 600 });
  // Long enough between the first and the second row for the others to come in between.
  await db.database.pool.query(`
    CREATE FUNCTION dawdle() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.02); RETURN NEW; END $$;
    CREATE TRIGGER dawdle BEFORE UPDATE ON rate_limits FOR EACH ROW EXECUTE FUNCTION dawdle()`);
  const ways = [
    readingBy("-c enable_seqscan=off -c enable_bitmapscan=off"),
    readingBy("-c enable_indexscan=off -c enable_indexonlyscan=off -c enable_bitmapscan=off"),
  ];
  const worker = async (data: Database) => {
    for (let i = 0; i < 5; i++) await giveBackRateLimit(data, keys);
  };
  await Promise.all([...ways, ...ways].map(worker));
  const { rows } = await db.database.pool.query("SELECT key, count FROM rate_limits ORDER BY key");
  expect(rows).toEqual([
    { key: "a", count: 0 },
    { key: "b", count: 0 },
  ]);
});

test("counters whose windows are over are removed with what is kept no longer", async () => {
  const { pool } = db.database;
  await takeRateLimit(db.database, { key: "now", limit: 10, windowS: 600 });
  await takeRateLimit(db.database, { key: "over", limit: 10, windowS: 600 });
  await pool.query("UPDATE rate_limits SET window_end = now() - interval '2 minutes' WHERE key = 'over'");
  await deleteExpired(db.database, 7, 90);
  const { rows } = await pool.query("SELECT key FROM rate_limits WHERE key IN ('now', 'over')");
  expect(rows).toEqual([{ key: "now" }]);
});
