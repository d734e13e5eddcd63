import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { botTimeline } from "../../lib/bots/bot-timeline";
import { registerBot } from "../../lib/bots/register-bot";
import { removeBot } from "../../lib/bots/remove-bot";
import { rotateToken } from "../../lib/bots/rotate-token";
import { updateBot } from "../../lib/bots/update-bot";
import { viewBot } from "../../lib/bots/view-bot";
import type { TenantContext } from "../../lib/context";
import { takeOverUpdate } from "../../lib/data/delivery-status";
import { insertUpdates, writeOutcomes } from "../../lib/data/updates";
import { putReplies } from "../../lib/replies/put-replies";
import { startSystem, type TestSystem, until } from "../support/system";

const echo = [{ trigger: { type: "any" as const }, text: "{{text}}", enabled: true }];

describe("a bot between its doors", () => {
  let system: TestSystem;
  let tenant: TenantContext;

  beforeAll(async () => {
    system = await startSystem();
    tenant = await system.tenant();
    await system.startSidecar();
  });
  afterAll(() => system.close());

  const sent = (telegramId: number) =>
    system.simulator
      .calls(telegramId, 0)
      .filter((call) => call.method === "sendMessage")
      .map((call) => call.params as { chat_id: number; text: string });

  test("updates delivered while the door is toggled are handled once and in order", async () => {
    const { bot, telegramId } = await system.register(tenant, { mode: "webhook" });
    await putReplies(tenant, { botId: bot.id, replies: echo });
    let sending = true;
    let count = 0;
    const traffic = (async () => {
      while (sending) {
        for (let chat = 1; chat <= 5; chat++) {
          system.simulator.sendMessage(telegramId, { chat_id: chat, text: String(count++) });
        }
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    })();
    for (const mode of ["polling", "webhook", "polling", "webhook"] as const) {
      const after = await updateBot(tenant, { botId: bot.id, mode });
      expect(after.activeDoor).toBe(mode);
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    sending = false;
    await traffic;
    await until(`${count} replies`, () => sent(telegramId).length >= count, 30_000);
    const replies = sent(telegramId);
    expect(replies).toHaveLength(count);
    for (let chat = 1; chat <= 5; chat++) {
      const numbers = replies.filter((reply) => reply.chat_id === chat).map((reply) => Number(reply.text));
      expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    }
  });

  test("what a slow poll still has in hand when the webhook opens is answered before what comes after it", async () => {
    // Longer than a poll waits for what it has in hand before it confirms the rest and lets go.
    const slow = await startSystem({ env: { LEASE_TTL_MS: "8000" } });
    let open = () => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    try {
      const owner = await slow.tenant();
      await slow.startSidecar({
        handler: (handler) => async (work) => {
          await gate;
          await handler(work);
        },
      });
      const { bot, telegramId } = await slow.register(owner, { mode: "polling" });
      await putReplies(owner, { botId: bot.id, replies: echo });
      const say = (text: string) => slow.simulator.sendMessage(telegramId, { chat_id: 1, text });
      for (const text of ["1", "2", "3"]) say(text);
      await until("the poll", async () => (await slow.db.database.prisma.update.count()) === 3);
      expect(await updateBot(owner, { botId: bot.id, mode: "webhook" })).toMatchObject({
        activeDoor: "webhook",
      });
      say("4");
      const replies = () =>
        slow.simulator
          .calls(telegramId, 0)
          .flatMap(({ method, params }) => (method === "sendMessage" ? [params.text] : []));
      await until("the webhook", () => slow.web.pipeline.admission.inFlight === 1 || replies().length > 0);
      open();
      await until("all replies", () => replies().length === 4);
      expect(replies()).toEqual(["1", "2", "3", "4"]);
    } finally {
      open();
      await slow.close();
    }
  });

  test("an update that is opened again, as for a replay, while another process looks at its reply still holds its chat's place", async () => {
    const { bot } = await system.register(tenant, { mode: "webhook" });
    const { database } = system.db;
    const { processId: web } = system.web;
    const { processId: sidecar } = (await system.startSidecar()).runtime;
    const update = {
      botId: bot.id,
      ...{ updateId: 7, arrival: 7 },
      kind: "message",
      chatId: 1,
      door: "webhook" as const,
    };
    const actions = JSON.stringify([{ method: "sendMessage", params: {}, via: "webhook-reply" }]);
    await insertUpdates(database, web, [
      { ...update, payload: "{}", state: "handled", error: null, actions },
    ]);
    const holder = await database.pool.connect();
    try {
      // The web process opens the row again, as for a replay, while the sidecar, which was given the update too, looks at it.
      await holder.query("BEGIN");
      await holder.query("SELECT FROM updates WHERE bot_id = $1 FOR UPDATE", [bot.id]);
      const looking = takeOverUpdate(database, sidecar, { ...update, door: "polling" });
      await until("a wait for the row", async () => {
        const { rows } = await database.pool.query("SELECT FROM pg_locks WHERE NOT granted");
        return rows.length > 0;
      });
      await holder.query(
        "UPDATE updates SET state = 'open', handled_at = NULL, actions = NULL WHERE bot_id = $1",
        [bot.id],
      );
      await holder.query("COMMIT");
      expect(await looking).toEqual({ status: "held" });
    } finally {
      holder.release();
    }
  });

  test("what another process took as its lease passed on is answered before what the next owner's first polls bring", async () => {
    const own = await startSystem();
    try {
      const owner = await own.tenant();
      const { bot, telegramId } = await own.register(owner, { mode: "polling" });
      await putReplies(owner, { botId: bot.id, replies: echo });
      await own.startSidecar();
      const { database } = own.db;
      await until("the poll", () => own.simulator.bot(telegramId).polling);
      const earlier = {
        botId: bot.id,
        ...{ updateId: 7, arrival: 7 },
        kind: "message",
        chatId: 1,
        door: "polling" as const,
      };
      await insertUpdates(database, own.web.processId, [
        { ...earlier, payload: "{}", state: "open", error: null, actions: null },
      ]);
      for (const chat of [1, 2]) own.simulator.sendMessage(telegramId, { chat_id: chat, text: `to ${chat}` });
      const replies = () =>
        own.simulator
          .calls(telegramId, 0)
          .flatMap(({ method, params }) => (method === "sendMessage" ? [params.text] : []));
      await until("the other chat", () => replies().length > 0);
      expect(replies()).toEqual(["to 2"]);
      await writeOutcomes(database, own.web.processId, [
        { botId: bot.id, arrival: 7, state: "handled", error: null, actions: null },
      ]);
      await until("the chat's turn", () => replies().length === 2);
      expect(replies()).toEqual(["to 2", "to 1"]);
    } finally {
      await own.close();
    }
  });

  test("what waited at Telegram while a bot was paused is answered when it resumes", async () => {
    const { bot, telegramId } = await system.register(tenant, { mode: "webhook" });
    const paused = await updateBot(tenant, { botId: bot.id, enabled: false });
    expect(paused).toMatchObject({
      status: "paused",
      activeDoor: "none",
      webhook: { enabled: false, url: null },
    });
    system.simulator.sendMessage(telegramId, { chat_id: 4, text: "/start" });
    expect(sent(telegramId)).toHaveLength(0);
    const resumed = await updateBot(tenant, { botId: bot.id, enabled: true });
    expect(resumed).toMatchObject({ status: "active", activeDoor: "webhook" });
    await until("the reply", () => sent(telegramId).length === 1);
  });

  test("pending updates are kept at registration, and dropped only where that is asked for", async () => {
    for (const dropPending of [false, true]) {
      const { id, token } = await system.simulator.createBot({});
      system.simulator.sendMessage(id, { chat_id: 4, text: "/start" });
      await registerBot(tenant, { token, mode: "webhook", dropPending });
      system.simulator.sendMessage(id, { chat_id: 5, text: "/start" });
      const answered = (chatId: number) => sent(id).some((reply) => reply.chat_id === chatId);
      await until("the reply to the later message", () => answered(5));
      // Chats do not wait for each other.
      if (dropPending) expect(answered(4)).toBe(false);
      else await until("the reply to what waited", () => answered(4));
    }
  });

  test("a webhook that cannot be set leaves the bot polling and says why", async () => {
    const strict = await startSystem({ simulator: { localMode: false } });
    try {
      await strict.startSidecar();
      const ctx = await strict.tenant();
      const { bot, telegramId } = await strict.register(ctx, { mode: "webhook" });
      expect(bot).toMatchObject({ mode: "webhook", activeDoor: "polling", status: "active" });
      expect(bot.doorReason).toContain("HTTPS URL must be provided");
      strict.simulator.sendMessage(telegramId, { chat_id: 4, text: "/start" });
      await until("the reply", () =>
        strict.simulator.calls(telegramId, 0).some((call) => call.method === "sendMessage"),
      );
    } finally {
      await strict.close();
    }
  });

  test("a revoked token makes the bot unauthorized, quiet, and well again with a new token", async () => {
    const { bot, telegramId } = await system.register(tenant, { mode: "polling" });
    system.simulator.deleteBot(telegramId);
    const view = await until("the bot to be unauthorized", async () => {
      const found = await viewBot(tenant, { botId: bot.id });
      return found.status === "unauthorized" && found;
    });
    expect(view.health.status).toBe("down");
    const calls = system.simulator.calls(telegramId, 0, true).length;
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(system.simulator.calls(telegramId, 0, true)).toHaveLength(calls);
    const fresh = `${telegramId}:${"n".repeat(35)}`;
    system.simulator.createBot({ token: fresh });
    const after = await rotateToken(tenant, { botId: bot.id, token: fresh });
    expect(after).toMatchObject({ status: "active", activeDoor: "polling" });
    system.simulator.sendMessage(telegramId, { chat_id: 4, text: "/start" });
    await until("the reply", () => sent(telegramId).length === 1);
  });

  test("a token of another bot is refused by name", async () => {
    const { bot } = await system.register(tenant, { mode: "polling" });
    const other = system.simulator.createBot({ username: "somebody_else_bot" });
    await expect(rotateToken(tenant, { botId: bot.id, token: other.token })).rejects.toMatchObject({
      code: "token_of_another_bot",
    });
  });

  test("two registrations of one token at once: one wins, one is told that the bot is here", async () => {
    const { token } = system.simulator.createBot({});
    const results = await Promise.allSettled([
      registerBot(tenant, { token, mode: "polling" }),
      registerBot(tenant, { token, mode: "polling" }),
    ]);
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(results.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { code: "bot_exists" },
    });
  });

  test("removing a bot removes its webhook at Telegram first, and everything stored of it", async () => {
    const { bot, telegramId } = await system.register(tenant, { mode: "webhook" });
    system.simulator.sendMessage(telegramId, { chat_id: 4, text: "/start" });
    await until("the reply", () => sent(telegramId).length === 1);
    await removeBot(tenant, { botId: bot.id });
    expect(system.simulator.calls(telegramId, 0).at(-1)?.method).toBe("deleteWebhook");
    await expect(viewBot(tenant, { botId: bot.id })).rejects.toMatchObject({ code: "not_found" });
    expect(await system.db.database.prisma.update.count({ where: { botId: bot.id } })).toBe(0);
  });

  test("a bot is not removed while Telegram cannot be told", async () => {
    const { bot, telegramId } = await system.register(tenant, { mode: "webhook" });
    system.simulator.fault({ bot_id: telegramId, kind: "api-down", for_ms: 60_000 });
    await expect(removeBot(tenant, { botId: bot.id })).rejects.toMatchObject({
      code: "telegram_unreachable",
    });
    system.simulator.clearFaults();
    expect(await viewBot(tenant, { botId: bot.id })).toMatchObject({
      status: "active",
      activeDoor: "webhook",
    });
  });

  test("another tenant's bot is as absent as one that does not exist", async () => {
    const { bot } = await system.register(tenant, { mode: "polling" });
    const stranger = await system.tenant();
    const refusals = await Promise.all(
      [bot.id, 123456].flatMap((botId) =>
        [
          viewBot(stranger, { botId }),
          updateBot(stranger, { botId, enabled: false }),
          rotateToken(stranger, { botId, token: "123456:abc" }),
          removeBot(stranger, { botId }),
          botTimeline(stranger, { botId, limit: 1 }),
        ].map((attempt) =>
          attempt.then(
            () => "done",
            (error: { code: string; message: string }) => `${error.code} ${error.message}`,
          ),
        ),
      ),
    );
    expect(new Set(refusals)).toEqual(new Set(["not_found There is no such bot."]));
  });

  test("every change of the door is on the timeline with its reason", async () => {
    const { bot } = await system.register(tenant, { mode: "webhook" });
    await updateBot(tenant, { botId: bot.id, mode: "polling" });
    await updateBot(tenant, { botId: bot.id, enabled: false });
    const { items } = await botTimeline(tenant, { botId: bot.id, limit: 10 });
    expect(items.map(({ fromDoor, toDoor, status }) => `${fromDoor} ${toDoor} ${status}`)).toEqual([
      "polling none paused",
      "webhook polling active",
      "none webhook active",
    ]);
    expect(items.every(({ reason, actor }) => reason.length > 5 && actor === "tenant")).toBe(true);
  });
});
