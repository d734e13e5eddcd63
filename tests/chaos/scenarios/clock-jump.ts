import { updateBot } from "../../../lib/bots/update-bot";
import { until } from "../../support/system";
import { bentClock, type InProcess, startInProcess } from "../in-process";
import { type Form, type Outcome, pause, type Scenario } from "../scenario";
import { startTraffic } from "../traffic";

const hourMs = 3_600_000;
const sizes = {
  long: { bots: 20, perSecond: 60, restMs: 15_000 },
  short: { bots: 6, perSecond: 30, restMs: 2_500 },
};
const timings = {
  FAILOVER_CHECK_INTERVAL_MS: "500",
  FAILOVER_GRACE_MS: "2000",
  FAILOVER_CANARY_INTERVAL_MS: "1000",
  FAILOVER_RECOVERY_MS: "3000",
  FAILOVER_RECOVERY_MAX_MS: "10000",
  SWEEP_AFTER_MS: "3000",
};

async function run(form: Form): Promise<Outcome> {
  const { bots, perSecond, restMs } = sizes[form];
  const clocks = { web: bentClock(), sidecar: bentClock() };
  const running = await startInProcess({
    bots,
    mode: (i) => (i % 2 === 0 ? "webhook" : "polling"),
    env: timings,
    web: { clock: clocks.web },
    sidecars: [{ clock: clocks.sidecar }, {}],
  });
  try {
    const { ledger } = running;
    const traffic = startTraffic(ledger, running.bots, { perSecond, chatsPerBot: 5 });
    await pause(restMs);
    const changesBefore = await countChanges(running);
    for (const clock of [clocks.sidecar, clocks.web]) {
      for (const jumpMs of [hourMs, -2 * hourMs, hourMs]) {
        clock.jump(jumpMs);
        await pause(restMs);
      }
    }
    const problems: string[] = [];
    const changes = (await countChanges(running)) - changesBefore;
    if (changes > 0) problems.push(`Clocks that jumped moved bots ${changes} times.`);
    for (const jumpMs of [hourMs, -hourMs]) {
      clocks.web.jump(jumpMs);
      problems.push(...(await failsOver(running, jumpMs)));
      clocks.web.jump(-jumpMs);
    }
    traffic.stop();
    const outcome = await running.finish({ maxMs: 60_000 });
    outcome.problems.unshift(...problems);
    return outcome;
  } finally {
    await running.close();
  }
}

/** A webhook that was opened by a process whose clock is wrong is watched as well as any other. */
async function failsOver({ system, tenant, bots }: InProcess, offMs: number): Promise<string[]> {
  const [bot] = bots;
  if (!bot) return [];
  const botId = bot.id;
  for (const mode of ["polling", "webhook"] as const) await updateBot(tenant, { botId, mode });
  const { prisma } = system.db.database;
  const at = (door: "webhook" | "polling") => async () =>
    (await prisma.bot.findUnique({ where: { id: botId } }))?.activeDoor === door;
  const message = "Connection timed out";
  const { id } = system.simulator.fault({ kind: "webhook-unreachable", bot_id: bot.telegramId, message });
  const fell = await until("fallback", at("polling"), 20_000).catch(() => false);
  system.simulator.clearFaults(id);
  const returned = fell && (await until("hand-back", at("webhook"), 20_000).catch(() => false));
  const when = `opened by a clock ${offMs > 0 ? "ahead" : "behind"} by an hour`;
  return [
    ...(fell ? [] : [`A dead webhook ${when} was not left within 20 s.`]),
    ...(fell && !returned ? [`A webhook ${when} was not taken up again.`] : []),
  ];
}

function countChanges({ system }: InProcess): Promise<number> {
  return system.db.database.prisma.transportEvent.count();
}

export const clockJump: Scenario = {
  name: "clock-jump",
  promise: "the clock of one process jumps by an hour, forth and back",
  lane: "light",
  run,
};
