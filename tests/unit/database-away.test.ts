import pg from "pg";
import { expect, test } from "vitest";
import { orDatabaseAway } from "../../lib/data/database-away";

const withCode = (code: string) => Object.assign(new Error("words"), { code });

test.each([
  ["too many clients", withCode("53300")],
  ["a server that shuts down", withCode("57P01")],
  ["Prisma's word for the same", withCode("P2037")],
  ["a refused connection", withCode("ECONNREFUSED")],
  ["no connection in time", new Error("timeout exceeded when trying to connect")],
  ["a connection that was lost", new Error("Connection terminated unexpectedly")],
])("%s is a database that is away", (_, error) => {
  expect(orDatabaseAway(error)).toMatchObject({ code: "unavailable", status: 503, cause: error });
});

test.each([
  ["a unique key", Object.assign(new pg.DatabaseError("duplicate key", 1, "error"), { code: "23505" })],
  ["Prisma's word for the same", withCode("P2002")],
  ["a fault of ours", new TypeError("undefined is not a function")],
  ["no error", "words"],
])("%s is none", (_, error) => {
  expect(orDatabaseAway(error)).toBe(error);
});
