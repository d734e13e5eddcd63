import { setTimeout as pause } from "node:timers/promises";
import { request } from "undici";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { TenantContext } from "../../lib/context";
import { markVerified } from "../../lib/data/incoming-update";
import { putReplies } from "../../lib/replies/put-replies";
import { messageUpdate } from "../support/message-update";
import { enterOtherProcess, type OtherProcess } from "../support/other-process";
import { startSystem, type TestSystem, until } from "../support/system";
import { webhookSecret } from "../support/webhook-secret";

// An update that another process holds keeps its place in its chat here (Pipeline.followOthers). What this process is
// itself told to do with that update is done in that place: behind it, each would wait for the other.

let system: TestSystem;
let tenant: TenantContext;
let bot: { id: number; telegramId: number; secret: string };
let other: OtherProcess;

const payloadOf = (updateId: number, chatId: number) => messageUpdate(updateId, chatId, String(updateId));
const deliver = async (updateId: number, chatId: number) => {
  const answer = await request(`${system.baseUrl}/webhook/${tenant.actor.userId}`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-telegram-bot-api-secret-token": bot.secret },
    body: payloadOf(updateId, chatId),
  });
  return { status: answer.statusCode, json: await answer.body.json() };
};
/** Stores updates as the other process's. */
const held = async (chatId: number, ...updateIds: number[]) => {
  for (const id of updateIds) {
    await system.db.database.pool.query(
      `INSERT INTO updates (bot_id, update_id, kind, chat_id, door, payload, attempts, held_by)
       VALUES ($1, $2, 'message', $3, 'polling', $4, 1, $5)`,
      [bot.id, id, chatId, payloadOf(id, chatId), other.id],
    );
  }
};
const closeHeld = (updateId: number) =>
  system.db.database.pool.query(
    "UPDATE updates SET state = 'handled', handled_at = now() WHERE bot_id = $1 AND update_id = $2",
    [bot.id, updateId],
  );
const within = <T>(ms: number, work: Promise<T>) => Promise.race([work, pause(ms, "too late")]);
/** What the bot sent to a chat by the API. */
const sentTo = (chatId: number) =>
  system.simulator
    .calls(bot.telegramId)
    .flatMap(({ method, params }) =>
      method === "sendMessage" && Number(params.chat_id) === chatId ? [params.text] : [],
    );

beforeAll(async () => {
  system = await startSystem();
  tenant = await system.tenant();
  const own = await system.register(tenant, { mode: "webhook" });
  const replies = [{ trigger: { type: "any" as const }, text: "{{text}}", enabled: true }];
  await putReplies(tenant, { botId: own.bot.id, replies });
  const secret = await webhookSecret(system.db.database, system.web.vault, own.bot.id);
  bot = { id: own.bot.id, telegramId: own.telegramId, secret };
  other = await enterOtherProcess(system.db.database, "sidecar");
  // Nobody is taken for dead while PostgreSQL has just started.
  await until("PostgreSQL to be ten seconds old", async () => {
    const age = await system.db.database.pool.query(
      "SELECT now() - pg_postmaster_start_time() > '10 s' AS old",
    );
    return (age.rows[0] as { old: boolean }).old;
  });
});
afterAll(() => system.close());

test("a delivery of an update that keeps its place is answered when its holder has handled it", async () => {
  await held(1, 100, 101);
  await system.web.pipeline.following.followOthers([bot.id]);
  const first = deliver(100, 1);
  await pause(300);
  await closeHeld(100);
  expect(await within(3_000, first)).toMatchObject({ status: 200, json: {} });
  const second = deliver(101, 1);
  await closeHeld(101);
  expect(await within(3_000, second)).toMatchObject({ status: 200, json: {} });
  expect(await within(3_000, deliver(102, 1))).toMatchObject({ status: 200, json: { text: "102" } });
});

test("updates of a holder that dies are handled once and in order, whoever takes them up first", async () => {
  await held(2, 200, 201, 202);
  await system.web.pipeline.following.followOthers([bot.id]);
  const again = deliver(200, 2);
  await pause(100);
  await other.die();
  try {
    const answer = await within(5_000, again);
    expect(answer).toMatchObject({ status: 200 });
    await until("the last one handled", () => sentTo(2).includes("202"));
    // The first one's reply travels in the answer where the delivery came to it before the kept place did.
    const { text } = (answer as { json: { text?: string } }).json;
    expect([...(text === undefined ? [] : [text]), ...sentTo(2)]).toEqual(["200", "201", "202"]);
    expect(await within(3_000, deliver(203, 2))).toMatchObject({ json: { text: "203" } });
  } finally {
    await other.comeBack();
  }
});

test("an update that the recovery has taken over is handled in the place that was kept for it", async () => {
  await held(3, 300, 301);
  await system.web.pipeline.following.followOthers([bot.id]);
  await pause(50);
  // As the recovery does where it is the first to see that the holder is dead.
  const { pool } = system.db.database;
  const { processId, pipeline } = system.web;
  const update = JSON.parse(payloadOf(300, 3));
  const taken = pool.query(
    "UPDATE updates SET held_by = $1, attempts = 2 WHERE bot_id = $2 AND update_id = 300",
    [processId, bot.id],
  );
  const handled = pipeline.resume(
    markVerified({
      botId: bot.id,
      updateId: 300,
      arrival: 300,
      kind: "message",
      chatId: 3,
      door: "polling",
      payload: payloadOf(300, 3),
      update,
    }),
    2,
  );
  await taken;
  expect(await within(3_000, handled)).toBeUndefined();
  await closeHeld(301);
  expect(await within(3_000, deliver(302, 3))).toMatchObject({ json: { text: "302" } });
  expect(sentTo(3)).toEqual(["300"]);
});

test("an update whose turn does not come within the answer's budget is stored, answered and handled in its turn", async () => {
  await held(4, 400);
  await system.web.pipeline.following.followOthers([bot.id]);
  // Telegram gives up after 60 seconds and comes again; the budget is 8.
  expect(await within(10_000, deliver(401, 4))).toMatchObject({ status: 200, json: {} });
  const row = await system.db.database.prisma.update.findFirst({
    where: { botId: bot.id, arrival: 401n },
  });
  expect(row).toMatchObject({ state: "open", heldBy: system.web.processId });
  expect(sentTo(4)).toEqual([]);
  await closeHeld(400);
  await until("its turn", () => sentTo(4).includes("401"));
});
