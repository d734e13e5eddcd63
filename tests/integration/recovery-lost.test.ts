import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "../../lib/data/database";
import { markVerified } from "../../lib/data/incoming-update";
import { Recovery } from "../../lib/recovery/recovery";
import { putReplies } from "../../lib/replies/put-replies";
import { messageUpdate } from "../support/message-update";
import { startSystem, type TestSystem, until } from "../support/system";

// A commit whose answer was lost with the database's connection: its rows name a process that knows nothing of them.

let system: TestSystem;
let bot: { id: number; telegramId: number };
let sweep: Recovery;
/** What happens between the database's answer and its arrival. */
let onTheWay: (statement: string) => Promise<void> | void = () => {};

/** Stores an update as one that this process has held for a minute. */
async function store(updateId: number) {
  const payload = messageUpdate(updateId, 7, String(updateId));
  await system.db.database.pool.query(
    `INSERT INTO updates (bot_id, update_id, kind, chat_id, door, payload, attempts, held_by, received_at)
     VALUES ($1, $2, 'message', 7, 'polling', $3, 1, $4, now() - interval '1 minute')`,
    [bot.id, updateId, payload, system.web.processId],
  );
  const update = JSON.parse(payload);
  return markVerified({
    botId: bot.id,
    updateId,
    arrival: updateId,
    kind: "message",
    chatId: 7,
    door: "polling",
    payload,
    update,
  });
}

const sent = () =>
  system.simulator
    .calls(bot.telegramId)
    .flatMap(({ method, params }) => (method === "sendMessage" ? [params.text] : []));

beforeAll(async () => {
  system = await startSystem();
  const tenant = await system.tenant();
  const own = await system.register(tenant, { mode: "polling" });
  const replies = [{ trigger: { type: "any" as const }, text: "{{text}}", enabled: true }];
  await putReplies(tenant, { botId: own.bot.id, replies });
  bot = { id: own.bot.id, telegramId: own.telegramId };
  const { web } = system;
  const query = async (statement: { text: string } | string, values?: unknown[]) => {
    const text = typeof statement === "string" ? statement : statement.text;
    const answer = await web.data.pool.query(statement as string, values);
    await onTheWay(text);
    return answer;
  };
  const pool = Object.assign(Object.create(web.data.pool), { query }) as Database["pool"];
  const services = { ...web, data: { ...web.data, pool } };
  sweep = new Recovery({ services, pipeline: web.pipeline, processId: web.processId });
  // The answer of the first taking is lost: from then on the sweep looks for what it may have become.
  onTheWay = (text) => {
    if (text.includes("SKIP LOCKED")) throw new Error("Connection terminated unexpectedly");
  };
  await expect(sweep.once()).rejects.toThrow("Connection terminated");
});
afterAll(() => system.close());

test("what was lost is handled; what was handled while the sweep's question was answered is not handled again", async () => {
  const handled = await store(1);
  await store(2);
  let asked = 0;
  onTheWay = async (text) => {
    if (text.includes("'30 seconds'") && ++asked === 1) await system.web.pipeline.resume(handled, 1);
  };
  await expect(sweep.once()).resolves.toBe(1);
  await until("the lost one to be answered", () => Promise.resolve(sent().includes("2")));
  expect(asked).toBe(2);
  expect(sent()).toEqual(["1", "2"]);
});
