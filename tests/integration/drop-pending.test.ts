import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { botTimeline } from "../../lib/bots/bot-timeline";
import { dropPending } from "../../lib/bots/drop-pending";
import { updateBot } from "../../lib/bots/update-bot";
import { viewBot } from "../../lib/bots/view-bot";
import type { TenantContext } from "../../lib/context";
import { putReplies } from "../../lib/replies/put-replies";
import { markUnauthorized } from "../../lib/transport/switch-door";
import { startSystem, type TestSystem, until } from "../support/system";

const echo = [{ trigger: { type: "any" as const }, text: "{{text}}", enabled: true }];

describe("dropping what waits at Telegram", () => {
  let system: TestSystem;
  let tenant: TenantContext;

  beforeAll(async () => {
    system = await startSystem();
    tenant = await system.tenant();
  });
  afterAll(() => system.close());

  const sent = (telegramId: number) =>
    system.simulator
      .calls(telegramId, 0)
      .filter(({ method }) => method === "sendMessage")
      .map(({ params }) => String((params as { text: string }).text));
  const say = (telegramId: number, text: string) =>
    system.simulator.sendMessage(telegramId, { chat_id: 7, text });
  const pending = (telegramId: number) => system.simulator.bot(telegramId).pending;
  const lastReason = async (botId: number) => (await botTimeline(tenant, { botId, limit: 1 })).items[0];

  async function echoing(mode: "webhook" | "polling") {
    const { bot, telegramId, token } = await system.register(tenant, { mode });
    await putReplies(tenant, { botId: bot.id, replies: echo });
    return { botId: bot.id, telegramId, token };
  }

  test("by webhook: what waited is gone, what comes after is answered, the timeline says how much", async () => {
    const { botId, telegramId } = await echoing("webhook");
    const fault = system.simulator.fault({
      bot_id: telegramId,
      kind: "webhook-unreachable",
      for_ms: 60_000,
    });
    for (let i = 0; i < 3; i++) say(telegramId, `old ${i}`);
    expect(await dropPending(tenant, { botId })).toEqual({ dropped: 3 });
    expect(pending(telegramId)).toBe(0);
    system.simulator.clearFaults(fault.id);
    say(telegramId, "new");
    await until("the answer", () => sent(telegramId).length > 0);
    expect(sent(telegramId)).toEqual(["new"]);
    expect(await viewBot(tenant, { botId })).toMatchObject({ activeDoor: "webhook", status: "active" });
    expect(await lastReason(botId)).toMatchObject({
      fromDoor: "webhook",
      toDoor: "webhook",
      reason: "Its owner dropped 3 updates that waited at Telegram.",
      actor: "tenant",
    });
  });

  test("by polling: the same, whoever polls it later", async () => {
    const { botId, telegramId } = await echoing("polling");
    for (let i = 0; i < 2; i++) say(telegramId, `old ${i}`);
    expect(await dropPending(tenant, { botId })).toEqual({ dropped: 2 });
    expect(pending(telegramId)).toBe(0);
    const sidecar = await system.startSidecar();
    say(telegramId, "new");
    await until("the answer", () => sent(telegramId).length > 0);
    expect(sent(telegramId)).toEqual(["new"]);
    expect(await lastReason(botId)).toMatchObject({ fromDoor: "polling", toDoor: "polling" });
    await sidecar.stop();
  });

  test("a polled bot under traffic goes on: all that is sent afterwards is answered once", async () => {
    const sidecar = await system.startSidecar();
    const { botId, telegramId } = await echoing("polling");
    say(telegramId, "first");
    await until("the first answer", () => sent(telegramId).includes("first"));
    let sending = true;
    const traffic = (async () => {
      for (let i = 0; sending; i++) {
        say(telegramId, `during ${i}`);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    })();
    await dropPending(tenant, { botId });
    sending = false;
    await traffic;
    for (let i = 0; i < 5; i++) say(telegramId, `after ${i}`);
    await until("the last answer", () => sent(telegramId).includes("after 4"));
    const answers = sent(telegramId);
    expect(answers.filter((text) => text.startsWith("after"))).toHaveLength(5);
    expect(new Set(answers).size).toBe(answers.length);
    await sidecar.stop();
  });

  test("a paused bot forgets its backlog and stays paused", async () => {
    const { botId, telegramId } = await echoing("webhook");
    await updateBot(tenant, { botId, enabled: false });
    say(telegramId, "old");
    expect(await dropPending(tenant, { botId })).toEqual({ dropped: 1 });
    expect(await viewBot(tenant, { botId })).toMatchObject({ status: "paused", activeDoor: "none" });
    await updateBot(tenant, { botId, enabled: true });
    say(telegramId, "new");
    await until("the answer", () => sent(telegramId).length > 0);
    expect(sent(telegramId)).toEqual(["new"]);
  });

  test("where nothing waits the door is left alone", async () => {
    const { botId, telegramId } = await echoing("webhook");
    const before = system.simulator
      .calls(telegramId, 0)
      .filter(({ method }) => method === "setWebhook").length;
    expect(await dropPending(tenant, { botId })).toEqual({ dropped: 0 });
    const after = system.simulator
      .calls(telegramId, 0)
      .filter(({ method }) => method === "setWebhook").length;
    expect(after).toBe(before);
  });

  test("a bot that another system has, that has no token any more, or is another tenant's, is refused", async () => {
    const { botId, telegramId, token } = await echoing("webhook");
    say(telegramId, "kept");
    const stranger = await system.tenant();
    await expect(dropPending(stranger, { botId })).rejects.toMatchObject({ code: "not_found" });
    const { pool } = system.db.database;
    await pool.query("UPDATE user_bots SET status = 'conflict', active_door = 'none' WHERE id = $1", [botId]);
    await expect(dropPending(tenant, { botId })).rejects.toMatchObject({ code: "conflict" });
    await pool.query("UPDATE user_bots SET status = 'active' WHERE id = $1", [botId]);
    await markUnauthorized(system.web, botId, token);
    await expect(dropPending(tenant, { botId })).rejects.toMatchObject({ code: "bot_unauthorized" });
  });

  test("while Telegram cannot be reached nothing is dropped and the bot stays where it was", async () => {
    const { botId, telegramId } = await echoing("polling");
    say(telegramId, "kept");
    const fault = system.simulator.fault({ bot_id: telegramId, kind: "api-down", for_ms: 60_000 });
    await expect(dropPending(tenant, { botId })).rejects.toMatchObject({ code: "telegram_unreachable" });
    system.simulator.clearFaults(fault.id);
    expect(pending(telegramId)).toBe(1);
    expect(await viewBot(tenant, { botId })).toMatchObject({ activeDoor: "polling", status: "active" });
  });
});
