import { afterAll, beforeAll, expect, test } from "vitest";
import type { TenantContext } from "../../lib/context";
import { setPhase } from "../../lib/fleet-move/set-phase";
import { startRun } from "../../lib/fleet-move/start-run";
import { viewMigration } from "../../lib/fleet-move/view-migration";
import { type Runtime, startRuntime } from "../../lib/runtime/runtime";
import { readRuntimeConfig } from "../../lib/runtime/start-from-environment";
import { type RunningHookline, startHookline } from "../support/hookline";
import { until } from "../support/system";

let hookline: RunningHookline;
let here: Runtime;
let admin: TenantContext;

beforeAll(async () => {
  hookline = await startHookline({
    env: {
      FAILOVER_CHECK_INTERVAL_MS: "300",
      FAILOVER_CANARY_INTERVAL_MS: "300",
      FAILOVER_GRACE_MS: "2000",
      LEASE_TTL_MS: "2000",
      // Slow enough that the kill falls into the middle of a wave.
      SUPERVISOR_CALLS_PER_SECOND: "16",
    },
  });
  here = await startRuntime(readRuntimeConfig({ ...hookline.env, LOG_LEVEL: "fatal" }), "web");
  const { userId } = await hookline.account("admin");
  admin = { ...here, actor: { userId, role: "admin" } };
});
afterAll(async () => {
  await here.close();
  await hookline.close();
});

test("a sidecar that is killed in the middle of a wave: another one goes on, and no update is lost", async () => {
  await setPhase(admin, { phase: "polling-default" });
  const owner = await hookline.account();
  const bots: { id: number; mode: string; telegramId: number }[] = [];
  for (let n = 0; n < 24; n += 1) {
    const { id, token } = hookline.simulator.createBot({});
    const { status, json } = await hookline.api(owner, "POST", "/bots", { token });
    expect(status).toBe(201);
    bots.push({ ...(json as { id: number; mode: string }), telegramId: id });
  }
  expect(bots.every(({ mode }) => mode === "polling")).toBe(true);
  await setPhase(admin, { phase: "webhook-default" });
  await until("the checks", async () =>
    (await viewMigration(admin)).checks.every(({ state }) => state === "ok"),
  );
  await startRun(admin, { watchS: 1, thresholdPercent: 20 });
  const wave = async (n: number) => (await viewMigration(admin)).run?.waves[n - 1];
  await until(
    "the middle of the third wave",
    async () => {
      const third = await wave(3);
      return third && third.toReturn >= 2 && third.waiting >= 2;
    },
    40_000,
  );
  await hookline.sidecar.kill();
  for (const { telegramId } of bots)
    hookline.simulator.sendMessage(telegramId, { chat_id: 6, text: "/start" });
  await hookline.start("sidecar");
  const run = await until(
    "the run's end",
    async () => {
      const now = (await viewMigration(admin)).run;
      return now?.state === "done" && now;
    },
    150_000,
  );
  expect(run.waves.map(({ waiting, underWay, failing }) => waiting + underWay + failing)).toEqual([
    0, 0, 0, 0,
  ]);
  const doors = await hookline.db.database.prisma.bot.groupBy({ by: ["activeDoor"], _count: true });
  expect(doors).toEqual([{ activeDoor: "webhook", _count: 24 }]);
  const replies = (telegramId: number) =>
    hookline.simulator.calls(telegramId, 0).filter(({ method }) => method.toLowerCase() === "sendmessage")
      .length;
  await until("every reply", () => bots.every(({ telegramId }) => replies(telegramId) >= 1), 30_000);
}, 240_000);
