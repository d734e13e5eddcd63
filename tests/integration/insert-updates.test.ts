import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { insertUpdates } from "../../lib/data/updates";
import { createTestDatabase, type TestDatabase } from "../support/database";

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

const processId = 1;
const updateOf = (botId: number, updateId: number, payload = "{}") => ({
  ...{ botId, updateId, arrival: updateId, payload, kind: "message", chatId: 1, door: "webhook" as const },
  ...{ state: "handled" as const, error: null, actions: null },
});
const stored = async (botId: number) => {
  const { rows } = await db.database.pool.query(
    "SELECT update_id::int AS id, payload FROM updates WHERE bot_id = $1 ORDER BY update_id",
    [botId],
  );
  return rows as { id: number; payload: string }[];
};

describe.each([
  { way: "unawares", expectsDuplicates: false, botId: 1 },
  { way: "where duplicates are expected", expectsDuplicates: true, botId: 2 },
])("a batch, $way", ({ expectsDuplicates, botId }) => {
  const insert = (...updates: ReturnType<typeof updateOf>[]) =>
    insertUpdates(db.database, processId, updates, expectsDuplicates);

  test("says of each update, in the order given, whether it was new", async () => {
    expect(await insert(updateOf(botId, 5, "{5}"))).toEqual([true]);
    const answer = await insert(updateOf(botId, 9), updateOf(botId, 5, "{again}"), updateOf(botId, 4));
    expect(answer).toEqual([true, false, true]);
    expect(await stored(botId)).toEqual([
      { id: 4, payload: "{}" },
      { id: 5, payload: "{5}" },
      { id: 9, payload: "{}" },
    ]);
  });

  test("takes one of two deliveries in it", async () => {
    expect(await insert(updateOf(botId, 20), updateOf(botId, 20), updateOf(botId, 21))).toEqual([
      true,
      false,
      true,
    ]);
  });

  test("and others at once that overlap take each update once, and none waits for another in a circle", async () => {
    const ids = Array.from({ length: 60 }, (_, i) => 100 + i);
    // Each in an order of its own, each with every update.
    const batches = Array.from({ length: 6 }, (_, turn) => [
      ...ids.slice(turn * 10),
      ...ids.slice(0, turn * 10),
    ]);
    const answers = await Promise.all(
      batches.map((batch) => insert(...batch.map((id) => updateOf(botId, id)))),
    );
    const takers = ids.map(
      (id) => answers.filter((answer, i) => answer[batches[i]?.indexOf(id) ?? -1]).length,
    );
    expect(takers).toEqual(ids.map(() => 1));
  });
});

test("what the database refuses for another reason is refused, and nothing of its batch is stored", async () => {
  const refused = insertUpdates(db.database, processId, [updateOf(3, 1), updateOf(3, 2 ** 63)]);
  await expect(refused).rejects.toMatchObject({ code: "22003" });
  expect(await stored(3)).toEqual([]);
});
