import { request } from "undici";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { TenantContext } from "../../lib/context";
import { liveProcesses } from "../../lib/data/heartbeats";
import { AddressWatch } from "../../lib/transport/address-watch";
import { startSystem, type TestSystem, until } from "../support/system";
import { webhookSecret } from "../support/webhook-secret";

/** More than two batches and a third that waits. */
const crowd = 800;
/** Nothing listens there. */
const deadAddress = "http://127.0.0.1:9";

let system: TestSystem;
let tenant: TenantContext;
let bot: { id: number; secret: string };

const post = async (updateId: number) => {
  const answer = await request(`${system.baseUrl}/webhook/${tenant.actor.userId}`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-telegram-bot-api-secret-token": bot.secret },
    body: JSON.stringify({ update_id: updateId, poll: { id: String(updateId) } }),
  });
  await answer.body.dump();
  return answer;
};
const flyTwice = async (address: string) => {
  const watch = new AddressWatch(system.web);
  for (let flights = 0; flights < 2; flights++) await watch.fly(address, Date.now());
  return watch.address;
};

beforeAll(async () => {
  system = await startSystem();
  tenant = await system.tenant();
  const own = await system.register(tenant, { mode: "webhook" });
  const { id } = own.bot;
  bot = { id, secret: await webhookSecret(system.db.database, system.web.vault, id) };
  // It says so with its first heartbeat.
  await until("the process to serve", async () => (await liveProcesses(system.web.data, "web"))[0]?.serving);
});
afterAll(() => system.close());

test("an address at which nobody answers is dead while Hookline has time to spare", async () => {
  expect(await flyTwice(deadAddress)).toMatchObject({ state: "dead", reason: "connection refused" });
});

test("what would wait too long is refused with Retry-After, what was taken is stored, the canary passes", async () => {
  const { pool } = system.db.database;
  const { pipeline } = system.web;
  const lock = await pool.connect();
  let answers: Promise<{ statusCode: number }[]>;
  // The first one brings the bot into memory.
  expect((await post(crowd + 1)).statusCode).toBe(200);
  try {
    await lock.query("BEGIN");
    await lock.query("LOCK TABLE updates IN ACCESS EXCLUSIVE MODE");
    answers = Promise.all(Array.from({ length: crowd }, (_, n) => post(n)));
    await until("too many that wait", () => pipeline.admission.overloaded);

    const refused = await post(crowd);
    expect(refused.statusCode).toBe(429);
    expect(Number(refused.headers["retry-after"])).toBeGreaterThan(0);
    expect(await flyTwice(system.baseUrl)).toMatchObject({ state: "well" });

    const { data } = system.web;
    await until("the process to tell of it", async () => (await liveProcesses(data, "web"))[0]?.refusing);
    expect(await flyTwice(deadAddress)).toMatchObject({
      state: "unknown",
      reason: "More updates come than Hookline can take",
    });
  } finally {
    await lock.query("COMMIT");
    lock.release();
  }
  const taken = (await answers).filter(({ statusCode }) => statusCode === 200);
  expect((await answers).every(({ statusCode }) => statusCode === 200 || statusCode === 429)).toBe(true);
  expect(taken.length).toBeGreaterThan(256);
  const stored = await system.db.database.prisma.update.count({ where: { botId: bot.id, state: "handled" } });
  expect(stored).toBe(1 + taken.length);
  expect((await post(crowd)).statusCode).toBe(200);
});
