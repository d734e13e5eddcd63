import { afterAll, beforeAll, expect, test } from "vitest";
import { takeOrphans } from "../../lib/data/open-updates";
import { insertUpdates, writeOutcomes } from "../../lib/data/updates";
import { createTestDatabase, type TestDatabase } from "../support/database";

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

const [ourselves, another] = [1, 2];
const minute = 60_000;
const update = (updateId: number) => ({
  ...{
    botId: 1,
    updateId,
    arrival: updateId,
    kind: "message",
    chatId: 1,
    door: "polling" as const,
    payload: "{}",
  },
});
const taken = async () =>
  (await takeOrphans(db.database, { heldBy: another, retryAfterMs: minute, limit: 10 })).map(
    ({ updateId, attempts }) => ({ updateId, attempts }),
  );
const pass = (ms: number) =>
  db.database.pool.query(
    `UPDATE updates SET received_at = received_at - make_interval(secs => $1::float8 / 1000),
       tried_at = tried_at - make_interval(secs => $1::float8 / 1000)`,
    [ms],
  );

test("a failed update is tried again when the pause has passed since its last try, however old it is", async () => {
  const { database } = db;
  await insertUpdates(database, ourselves, [
    { ...update(1), state: "open", error: null, actions: null },
    { ...update(2), state: "open", error: "thrown by its behaviours", actions: null },
  ]);
  // Handled for a day, as where Telegram was away, and then it failed.
  await pass(24 * 60 * minute);
  await writeOutcomes(database, ourselves, [
    { botId: 1, arrival: 1, state: "open", error: "thrown by its behaviours", actions: null },
  ]);
  expect(await taken()).toEqual([{ updateId: 2, attempts: 2 }]);
  await pass(0.9 * minute);
  expect(await taken()).toEqual([]);
  await pass(0.2 * minute);
  expect(await taken()).toEqual([{ updateId: 1, attempts: 2 }]);
  // The second pause is twice as long, from the second try.
  await writeOutcomes(database, another, [
    { botId: 1, arrival: 1, state: "open", error: "again", actions: null },
  ]);
  await pass(1.9 * minute);
  expect(await taken()).toEqual([]);
  await pass(0.2 * minute);
  expect(await taken()).toEqual([{ updateId: 1, attempts: 3 }]);
});
