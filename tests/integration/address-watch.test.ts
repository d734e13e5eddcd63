import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort } from "../../lib/core/ports";
import { liveProcesses } from "../../lib/data/heartbeats";
import { type Portal, startPortal } from "../../lib/runtime/portal";
import { readRuntimeConfig } from "../../lib/runtime/start-from-environment";
import { AddressWatch } from "../../lib/transport/address-watch";
import { createTestDatabase, type TestDatabase } from "../support/database";
import { until } from "../support/system";

let db: TestDatabase;
let web: Portal;
let serving = false;

beforeAll(async () => {
  db = await createTestDatabase();
  const config = readRuntimeConfig({
    DATABASE_URL: db.url,
    NEXTAUTH_SECRET: "a test's secret of more than thirty-two characters",
    TOKEN_ENCRYPTION_KEYS: `test:${randomBytes(32).toString("base64")}`,
    LOG_LEVEL: "fatal",
  });
  web = await startPortal(config, "web", { facts: () => ({ inFlight: 0, refusing: false, serving }) });
});
afterAll(async () => {
  await web.close();
  await db.drop();
});

test("an address is not blamed for a web process that is still starting, nor for one failure after that", async () => {
  const nobody = `http://127.0.0.1:${await freePort()}`;
  const watch = new AddressWatch(web);
  const fly = async () => {
    await watch.fly(nobody, Date.now());
    return [watch.address.state, watch.address.reason];
  };
  const told = (state: boolean) =>
    until(`the process to say ${state}`, async () => {
      const [process] = await liveProcesses(web.data, "web");
      return process?.serving === state;
    });

  const own = "Hookline's own web process or database is down";
  expect(await fly()).toEqual(["unknown", own]);
  expect(await fly()).toEqual(["unknown", own]);
  expect(await fly()).toEqual(["unknown", own]);

  serving = true;
  await told(true);
  expect(await fly()).toEqual(["unknown", "connection refused"]);
  expect(watch.doubted).toBe(true);
  expect(await fly()).toEqual(["dead", "connection refused"]);

  serving = false;
  await told(false);
  expect(await fly()).toEqual(["unknown", own]);
  serving = true;
  await told(true);
  expect(await fly()).toEqual(["unknown", "connection refused"]);
});
