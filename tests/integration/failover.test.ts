import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { botTimeline } from "../../lib/bots/bot-timeline";
import type { BotView } from "../../lib/bots/schemas";
import { updateBot } from "../../lib/bots/update-bot";
import { viewBot } from "../../lib/bots/view-bot";
import type { TenantContext } from "../../lib/context";
import { Supervisor } from "../../lib/transport/supervisor";
import { startSystem, type TestSidecar, type TestSystem, until } from "../support/system";

const timings = {
  FAILOVER_CHECK_INTERVAL_MS: "200",
  FAILOVER_GRACE_MS: "1000",
  FAILOVER_CANARY_INTERVAL_MS: "300",
  FAILOVER_RECOVERY_MS: "1500",
  FAILOVER_RECOVERY_MAX_MS: "6000",
};

describe("a bot's door under supervision", () => {
  let system: TestSystem;
  let tenant: TenantContext;
  let sidecar: TestSidecar;
  let supervising = true;
  let supervised: Promise<void>;

  beforeAll(async () => {
    system = await startSystem({
      env: timings,
      simulator: { timeScale: 0.05, hosts: { "thief.example": "127.0.0.1" } },
    });
    tenant = await system.tenant();
    sidecar = await system.startSidecar();
    const { runtime } = sidecar;
    const supervisor = new Supervisor(runtime, () => runtime.signals.lead());
    supervised = (async () => {
      while (supervising) {
        await supervisor.tick();
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    })();
  });
  afterAll(async () => {
    supervising = false;
    await supervised;
    await system.close();
  });

  const view = (bot: BotView) => viewBot(tenant, { botId: bot.id });
  const atDoor = (bot: BotView, door: string) =>
    until(
      `door ${door}`,
      async () => {
        const now = await view(bot);
        return now.activeDoor === door && now.status === "active" && now;
      },
      20_000,
    );
  const replies = (telegramId: number) =>
    system.simulator.calls(telegramId, 0).filter((call) => call.method === "sendMessage").length;

  test("a webhook that Telegram cannot reach is left for polling, in Telegram's words, and taken up again", async () => {
    const { bot, telegramId } = await system.register(tenant, { mode: "webhook" });
    const fault = system.simulator.fault({
      kind: "webhook-unreachable",
      bot_id: telegramId,
      for_ms: 600_000,
      message: "Connection timed out",
    });
    system.simulator.sendMessage(telegramId, { chat_id: 3, text: "/start" });
    const fallen = await atDoor(bot, "polling");
    expect(fallen).toMatchObject({ mode: "webhook", status: "active" });
    expect(fallen.doorReason).toContain("Connection timed out");
    await until("the reply by polling", () => replies(telegramId) === 1);
    system.simulator.clearFaults(fault.id);
    await atDoor(bot, "webhook");
    system.simulator.sendMessage(telegramId, { chat_id: 3, text: "/start" });
    await until("the reply by webhook", () => replies(telegramId) === 2);
    const { items } = await botTimeline(tenant, { botId: bot.id, limit: 20 });
    const doors = items.map(({ toDoor }) => toDoor).filter((door, i, all) => door !== all[i - 1]);
    expect(doors.slice(-3).reverse()).toEqual(["webhook", "polling", "webhook"]);
  });

  test("a bot whose owner chose polling is left alone", async () => {
    const { bot } = await system.register(tenant, { mode: "polling" });
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(await view(bot)).toMatchObject({ activeDoor: "polling", mode: "polling" });
  });

  test("a webhook that another system sets is taken back once, then it is a conflict with three ways out", async () => {
    const { bot, telegramId, token } = await system.register(tenant, { mode: "webhook" });
    const steal = () =>
      system.web.telegram.call(token, "setWebhook", { url: "https://thief.example/hook?key=very-secret" });
    await until("a first look", async () => (await view(bot)).webhook.pendingCount !== null);
    await until("the first theft", () =>
      steal().then(
        () => true,
        () => false,
      ),
    );
    await until(
      "the take-back",
      async () => {
        const { items } = await botTimeline(tenant, { botId: bot.id, limit: 5 });
        return items.some(({ reason }) => reason.includes("thief.example"));
      },
      40_000,
    );
    await atDoor(bot, "webhook");
    await until("a second theft", () =>
      steal().then(
        () => true,
        () => false,
      ),
    );
    const conflict = await until(
      "the conflict",
      async () => {
        const now = await view(bot);
        return now.status === "conflict" && now;
      },
      40_000,
    );
    expect(conflict.conflict).toMatchObject({ kind: "foreign-webhook", host: "thief.example" });
    expect(JSON.stringify(conflict)).not.toContain("very-secret");
    expect(conflict.health.status).toBe("down");
    const back = await updateBot(tenant, { botId: bot.id, mode: "webhook" });
    expect(back).toMatchObject({ status: "active", activeDoor: "webhook", conflict: null });
    system.simulator.sendMessage(telegramId, { chat_id: 3, text: "/start" });
    await until("the reply", () => replies(telegramId) >= 1);
  });

  test("another program that polls makes a conflict, and no loop of 409s", async () => {
    const { bot, telegramId } = await system.register(tenant, { mode: "polling" });
    system.simulator.foreignPoll(telegramId, 600_000);
    await until("the conflict", async () => (await view(bot)).status === "conflict", 40_000);
    const calls = () => system.simulator.calls(telegramId, 0, true).length;
    await new Promise((resolve) => setTimeout(resolve, 500));
    const before = calls();
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(calls()).toBe(before);
  });
});
