import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { botTimeline } from "../../lib/bots/bot-timeline";
import { updateBot } from "../../lib/bots/update-bot";
import { viewBot } from "../../lib/bots/view-bot";
import type { TenantContext } from "../../lib/context";
import { setPhase } from "../../lib/fleet-move/set-phase";
import { startRun } from "../../lib/fleet-move/start-run";
import { steerRun } from "../../lib/fleet-move/steer-run";
import { viewMigration } from "../../lib/fleet-move/view-migration";
import { MigrationWizard } from "../../lib/fleet-move/wizard";
import { Supervisor } from "../../lib/transport/supervisor";
import { startSystem, type TestSystem, until } from "../support/system";

const timings = {
  FAILOVER_CHECK_INTERVAL_MS: "200",
  FAILOVER_GRACE_MS: "800",
  FAILOVER_CANARY_INTERVAL_MS: "300",
  FAILOVER_RECOVERY_MS: "60000",
  FAILOVER_RECOVERY_MAX_MS: "60000",
  SUPERVISOR_CALLS_PER_SECOND: "200",
};

describe("the migration wizard", () => {
  let system: TestSystem;
  let admin: TenantContext;
  let tenant: TenantContext;
  let running = true;
  let work: Promise<unknown>;

  beforeAll(async () => {
    system = await startSystem({ env: timings, simulator: { timeScale: 0.05 } });
    [admin, tenant] = [await system.tenant("admin"), await system.tenant()];
    const { runtime } = await system.startSidecar();
    const { signals, processId } = runtime;
    const supervisor = new Supervisor(runtime, () => signals.lead());
    const tickers = [supervisor, new MigrationWizard(runtime, processId, signals)];
    work = Promise.all(
      tickers.map(async (ticker) => {
        while (running) {
          await ticker.tick();
          await new Promise((resolve) => setTimeout(resolve, 100));
        }
      }),
    );
    await until("the canary", async () =>
      (await viewMigration(admin)).checks.every(({ name, state }) => name === "candidates" || state === "ok"),
    );
  });
  afterAll(async () => {
    running = false;
    await work;
    await system.close();
  });

  const pollers = async (count: number) => {
    const bots = [];
    for (let n = 0; n < count; n += 1) bots.push(await system.register(tenant));
    return bots;
  };
  const ended = () =>
    until(
      "the run's end",
      async () => {
        const { run } = await viewMigration(admin);
        return run !== null && run.endedAt !== null && run;
      },
      50_000,
    );
  const door = async (botId: number) => (await viewBot(tenant, { botId })).activeDoor;
  const replies = (telegramId: number) =>
    system.simulator.calls(telegramId, 0).filter(({ method }) => method === "sendMessage").length;

  test("only an admin sees it or begins it, and not while a check fails", async () => {
    await expect(viewMigration(tenant)).rejects.toMatchObject({ code: "forbidden" });
    await expect(startRun(tenant, { watchS: 5, thresholdPercent: 10 })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(steerRun(tenant, { act: "cancel" })).rejects.toMatchObject({ code: "forbidden" });
    await expect(setPhase(tenant, { phase: "polling-default" })).rejects.toMatchObject({ code: "forbidden" });
    await expect(startRun(admin, { watchS: 5, thresholdPercent: 10 })).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringContaining("No bot is polled"),
    });
  });

  test("while polling is the default new bots poll, and the wizard only tries a tenth", async () => {
    await setPhase(admin, { phase: "polling-default" });
    const bots = await pollers(12);
    expect(bots.every(({ bot }) => bot.mode === "polling")).toBe(true);
    await startRun(admin, { watchS: 1, thresholdPercent: 20 });
    await expect(startRun(admin, { watchS: 1, thresholdPercent: 20 })).rejects.toMatchObject({
      code: "conflict",
    });
    await expect(setPhase(admin, { phase: "webhook-default" })).rejects.toMatchObject({ code: "conflict" });
    const run = await ended();
    expect(run).toMatchObject({ state: "done", lastWave: 2 });
    const doors = await Promise.all(bots.map(({ bot }) => door(bot.id)));
    expect(doors.filter((at) => at === "webhook")).toHaveLength(2);
  });

  test("with webhooks as the default all follow but those whose owners chose polling; the last phase takes them too", async () => {
    await setPhase(admin, { phase: "webhook-default" });
    const [fresh] = await pollers(1);
    expect(fresh?.bot.mode).toBe("webhook");
    const chosen = await system.register(tenant, { mode: "polling" });
    const bounced = await system.register(tenant);
    await updateBot(tenant, { botId: bounced.bot.id, mode: "polling" });
    await startRun(admin, { watchS: 1, thresholdPercent: 20 });
    expect(await ended()).toMatchObject({ state: "done", lastWave: 4 });
    const polled = await system.db.database.prisma.bot.findMany({ where: { activeDoor: "polling" } });
    expect(polled.map(({ id }) => id).sort()).toEqual([chosen.bot.id, bounced.bot.id].sort());

    await setPhase(admin, { phase: "webhook-everywhere" });
    await startRun(admin, { watchS: 1, thresholdPercent: 20 });
    expect(await ended()).toMatchObject({ state: "done" });
    expect(await system.db.database.prisma.bot.count({ where: { activeDoor: "polling" } })).toBe(0);
  });

  test("a wave whose bots fail is halted and rolled back, the waves before stay, and no update is lost", async () => {
    await setPhase(admin, { phase: "polling-default" });
    const bots = await pollers(20);
    await setPhase(admin, { phase: "webhook-default" });
    const { id } = await startRun(admin, { watchS: 3, thresholdPercent: 10 });
    // The wave of 10 % goes well; all bots of the next one cannot be reached by webhook.
    const items = await system.db.database.prisma.migrationBot.findMany({ where: { runId: id } });
    const ofWave = (wave: number) =>
      bots.filter(({ bot }) => items.some((item) => item.botId === bot.id && item.wave === wave));
    expect([1, 2, 3, 4].map((wave) => ofWave(wave).length)).toEqual([1, 1, 8, 10]);
    for (const { telegramId } of ofWave(3)) {
      system.simulator.fault({
        kind: "webhook-unreachable",
        bot_id: telegramId,
        for_ms: 600_000,
        message: "Connection timed out",
      });
    }
    await until(
      "the watch of the third wave",
      async () => {
        const { run } = await viewMigration(admin);
        return run?.wave === 3 && run.watchedSince !== null;
      },
      40_000,
    );
    for (const { telegramId } of bots)
      system.simulator.sendMessage(telegramId, { chat_id: 5, text: "/start" });
    const run = await ended();
    expect(run).toMatchObject({ state: "halted", wave: 3 });
    expect(run.reason).toMatchObject({ code: "failing", percent: 10 });
    const doors = async (wave: number) => Promise.all(ofWave(wave).map(({ bot }) => door(bot.id)));
    // So many failing at once may pass for a dead address, which earlier waves leave for a while as well.
    const modes = await Promise.all(
      [...ofWave(1), ...ofWave(2)].map(async ({ bot }) => (await viewBot(tenant, { botId: bot.id })).mode),
    );
    expect(modes).toEqual(["webhook", "webhook"]);
    expect(new Set(await doors(3))).toEqual(new Set(["polling"]));
    expect(new Set(await doors(4))).toEqual(new Set(["polling"]));
    expect((await viewBot(tenant, { botId: ofWave(3)[0]?.bot.id ?? 0 })).mode).toBe("polling");
    await until("every reply", () => bots.every(({ telegramId }) => replies(telegramId) === 1), 30_000);
    const { items: timeline } = await botTimeline(tenant, { botId: ofWave(3)[0]?.bot.id ?? 0, limit: 10 });
    expect(timeline.some(({ reason }) => reason.includes("Moved back to polling"))).toBe(true);
    const audit = await system.db.database.prisma.auditEntry.findMany({
      where: { action: "migration.halted" },
    });
    expect(audit).toHaveLength(1);
  });

  test("pause keeps everything where it is, and rolling back by hand takes the wave home", async () => {
    const before = await viewMigration(admin);
    expect(before.candidates).toBe(18);
    system.simulator.clearFaults();
    await startRun(admin, { watchS: 600, thresholdPercent: 10 });
    await until("the watch of the first wave", async () => (await viewMigration(admin)).run?.watchedSince);
    await steerRun(admin, { act: "pause" });
    await expect(steerRun(admin, { act: "pause" })).rejects.toMatchObject({ code: "conflict" });
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect((await viewMigration(admin)).run).toMatchObject({ state: "paused", wave: 1 });
    await steerRun(admin, { act: "resume" });
    await steerRun(admin, { act: "roll-back" });
    expect(await ended()).toMatchObject({ state: "cancelled", wave: 1 });
    expect((await viewMigration(admin)).candidates).toBe(18);
  });
});
