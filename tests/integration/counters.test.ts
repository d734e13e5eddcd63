import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { systemClock } from "../../lib/core/clock";
import { createLogger } from "../../lib/core/log";
import { CounterBuffer } from "../../lib/statistics/counter-buffer";
import { createTestDatabase, type TestDatabase } from "../support/database";
import { until } from "../support/system";

let db: TestDatabase;
let counters: CounterBuffer;
beforeAll(async () => {
  db = await createTestDatabase();
  counters = new CounterBuffer(
    { data: db.database, clock: systemClock, log: createLogger("fatal", "test") },
    1,
  );
  // A sequence counts statements, and is read without a lock.
  await db.database.pool.query(`CREATE SEQUENCE written;
    CREATE FUNCTION count_writes() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM nextval('written'); RETURN NULL; END $$;
    CREATE TRIGGER count_writes AFTER UPDATE ON user_bots FOR EACH STATEMENT EXECUTE FUNCTION count_writes()`);
});
afterAll(async () => {
  await counters.flush();
  await db.drop();
});

const writes = async () => {
  const { rows } = await db.database.pool.query(
    "SELECT CASE WHEN is_called THEN last_value ELSE 0 END::int AS n FROM written",
  );
  return (rows[0] as { n: number }).n;
};

const arrived = (botId: number, updateId: number) =>
  counters.arrived({ botId, updateId, arrival: updateId, door: "webhook" });

test("last-update times of a few bots are written at once, those of hundreds together every few seconds", async () => {
  arrived(1, 1);
  await until("the first write", async () => (await writes()) === 1, 1_000);

  const end = performance.now() + 2_600;
  for (let updateId = 2; performance.now() < end; updateId++) {
    for (let botId = 1; botId <= 400; botId++) arrived(botId, updateId);
    await pause(10);
  }
  // One after a fifth of a second, as nothing was known of the crowd, and one two seconds later; not twelve.
  expect(await writes()).toBeLessThanOrEqual(4);

  await counters.flush();
  const before = await writes();
  arrived(1, 1_000_000);
  await until("the write of a few again", async () => (await writes()) === before + 1);
  arrived(1, 1_000_001);
  await until("the next one, at once", async () => (await writes()) === before + 2, 1_000);
});
