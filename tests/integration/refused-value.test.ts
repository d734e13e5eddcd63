import { afterAll, beforeAll, expect, test } from "vitest";
import { orRefusedValue } from "../../lib/data/refused-value";
import { createTestDatabase, type TestDatabase } from "../support/database";

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

const asked: [what: string, ask: (database: TestDatabase["database"]) => Promise<unknown>][] = [
  ["U+0000 in a filter of Prisma's", ({ prisma }) => prisma.user.findMany({ where: { email: "\0" } })],
  ["a number beyond int in Prisma", ({ prisma }) => prisma.user.findMany({ where: { id: 2 ** 31 } })],
  [
    "a number beyond bigint in Prisma",
    ({ prisma }) => prisma.update.findMany({ where: { arrival: 2n ** 64n } }),
  ],
  [
    "a time that PostgreSQL has not",
    ({ prisma }) => prisma.user.findMany({ where: { createdAt: new Date(-8.64e15) } }),
  ],
  ["U+0000 in SQL", ({ pool }) => pool.query("SELECT $1::text", ["\0"])],
  ["a number beyond int in SQL", ({ pool }) => pool.query("SELECT $1::int", [2 ** 40])],
  ["half a surrogate pair in JSON", ({ pool }) => pool.query("SELECT $1::jsonb", ['"\\ud800"'])],
  ["U+0000 in JSON", ({ pool }) => pool.query("SELECT $1::jsonb", ['"\\u0000"'])],
];

test.each(asked)("%s that PostgreSQL refuses is invalid input", async (_what, ask) => {
  const error = await ask(db.database).catch(orRefusedValue);
  expect(error).toMatchObject({ code: "invalid_input", status: 422 });
});

test("a query of ours that is wrong stays an error that nobody expected", async () => {
  const error = await db.database.pool.query("SELECT 1 / 0").catch(orRefusedValue);
  expect(error).toMatchObject({ code: "22012" });
});
