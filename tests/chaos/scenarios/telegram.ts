import { until } from "../../support/system";
import { type Deployment, startDeployment } from "../deployment";
import { type Form, type Outcome, pause, type Scenario } from "../scenario";
import { openTelegramGate, type TelegramGate } from "../telegram-gate";
import { startTraffic } from "../traffic";

const sizes = {
  long: { bots: 20, perSecond: 40, times: 2, faultMs: 40_000, betweenMs: 15_000, settleMs: 240_000, env: {} },
  short: {
    bots: 6,
    perSecond: 15,
    times: 1,
    faultMs: 6_000,
    betweenMs: 2_000,
    settleMs: 60_000,
    env: { LEASE_TTL_MS: "4000", FAILOVER_GRACE_MS: "4000", FAILOVER_CHECK_INTERVAL_MS: "500" },
  },
};

type Trouble = (system: Deployment, gate: TelegramGate, form: Form, faultMs: number) => Promise<string[]>;

/** Bots at both doors under load while something is wrong at Telegram, again and again. */
async function troubled(form: Form, trouble: Trouble): Promise<Outcome> {
  const { bots, perSecond, times, faultMs, betweenMs, settleMs, env } = sizes[form];
  const gate = await openTelegramGate();
  let system: Deployment | undefined;
  try {
    system = await startDeployment({
      bots,
      mode: (i) => (i % 2 === 0 ? "webhook" : "polling"),
      env: { ...env, TELEGRAM_API_ROOT: gate.url },
      beforeBots: ({ simulator }) => gate.forwardTo(simulator.port),
    });
    const traffic = startTraffic(system.ledger, system.bots, { perSecond, chatsPerBot: 5 });
    const problems: string[] = [];
    for (let time = 0; time < times; time++) {
      await pause(betweenMs);
      problems.push(...(await trouble(system, gate, form, faultMs)));
    }
    await pause(betweenMs);
    traffic.stop();
    return await system.finish(settleMs, problems);
  } finally {
    await system?.close();
    await gate.close();
  }
}

/** Bots that no longer stand where they stood, as webhooks are fine all the while. */
async function moved({ countAt, bots }: Deployment): Promise<string[]> {
  const webhooks = await countAt("webhook");
  const wanted = Math.ceil(bots.length / 2);
  return webhooks === wanted ? [] : [`${webhooks} bots are at the webhook, not ${wanted}.`];
}

const down: Trouble = async (system, gate, _form, faultMs) => {
  await gate.shut();
  await pause(faultMs);
  await gate.open();
  return moved(system);
};

const slow: Trouble = async (system, _gate, form, faultMs) => {
  const { simulator } = system.hookline;
  simulator.fault({ kind: "api-slow", for_ms: faultMs, delay_ms: form === "long" ? 10_000 : 3_000 });
  await pause(faultMs);
  return moved(system);
};

const flood: Trouble = async (system, _gate, form, faultMs) => {
  const { simulator } = system.hookline;
  simulator.fault({ kind: "api-429", for_ms: faultMs, retry_after: form === "long" ? 5 : 2 });
  const [polled] = system.bots.slice(1);
  const since = polled ? (simulator.calls(polled.telegramId, 0, true).at(-1)?.n ?? 0) : 0;
  await pause(faultMs);
  const refused = polled ? simulator.calls(polled.telegramId, since, true) : [];
  const count = refused.filter((call) => call.error_code === 429 && call.method === "getUpdates").length;
  const most = faultMs / 1000 / (form === "long" ? 5 : 2) + 2;
  const loud = count > most ? [`${count} polls during the storm, where retry_after allows ${most}.`] : [];
  return [...loud, ...(await moved(system))];
};

/** Most 409s that a bot may run into over one foreign poller. */
const maxConflicts = 15;

const foreign: Trouble = async (system, _gate, form, faultMs) => {
  const { hookline, data, setMode } = system;
  const { simulator } = hookline;
  const polled = system.bots.filter((_, i) => i % 2 === 1);
  const since = new Map(polled.map((bot) => [bot, simulator.calls(bot.telegramId, 0, true).at(-1)?.n ?? 0]));
  // It stays until the conflict was noticed, however long that takes.
  for (const bot of polled) simulator.foreignPoll(bot.telegramId, faultMs + 60_000);
  const conflicts = () =>
    data.prisma.bot.count({ where: { status: "conflict", conflictKind: "foreign-poller" } });
  const began = performance.now();
  const noticed = await until("", async () => (await conflicts()) === polled.length, faultMs + 50_000).catch(
    () => false,
  );
  const problems: string[] = [];
  if (!noticed) problems.push(`${await conflicts()} of ${polled.length} foreign pollers were noticed.`);
  const quietSince = performance.now();
  await pause(Math.max(form === "long" ? 10_000 : 2_000, faultMs - (quietSince - began)));
  for (const bot of polled) {
    const calls = simulator.calls(bot.telegramId, since.get(bot), true);
    const refused = calls.filter((call) => call.error_code === 409).length;
    if (refused > maxConflicts) problems.push(`bot ${bot.id} ran into ${refused} conflicts.`);
    simulator.foreignPoll(bot.telegramId, 0);
    const status = await setMode(bot, "polling");
    if (status !== 200) problems.push(`Taking bot ${bot.id} back was answered ${status}.`);
  }
  return [...problems, ...(await moved(system))];
};

const of = (name: string, promise: string, trouble: Trouble): Scenario => ({
  name,
  promise,
  lane: "outages",
  run: (form) => troubled(form, trouble),
});

export const telegram: readonly Scenario[] = [
  of("telegram-down", "Telegram refuses connections", down),
  of("telegram-slow", "Telegram answers after ten seconds", slow),
  of("telegram-429", "429 storms with retry_after", flood),
  of("foreign-poller", "another program polls the same tokens", foreign),
];
