import { randomInt } from "node:crypto";
import { type ChaosBot, startDeployment } from "../deployment";
import { type Form, type Outcome, pause, type Scenario } from "../scenario";
import { startTraffic } from "../traffic";

const sizes = {
  long: { bots: 200, perSecond: 300, seconds: 60, togglesPerSecond: 20 },
  short: { bots: 20, perSecond: 100, seconds: 8, togglesPerSecond: 4 },
};

async function run(form: Form, rate?: number): Promise<Outcome> {
  const { bots: count, seconds, togglesPerSecond } = sizes[form];
  const perSecond = rate ?? sizes[form].perSecond;
  const system = await startDeployment({ bots: count, mode: (i) => (i % 2 === 0 ? "webhook" : "polling") });
  try {
    const { bots, ledger } = system;
    const modes = new Map<ChaosBot, "webhook" | "polling">(
      bots.map((bot, i) => [bot, i % 2 === 0 ? "webhook" : "polling"]),
    );
    const toggling = new Map<ChaosBot, Promise<void>>();
    const statuses = new Map<number, number>();
    const tookMs: number[] = [];
    const toggle = async (bot: ChaosBot) => {
      const mode = modes.get(bot) === "webhook" ? "polling" : "webhook";
      const began = performance.now();
      const status = await system.setMode(bot, mode);
      tookMs.push(performance.now() - began);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      if (status === 200) modes.set(bot, mode);
    };

    const traffic = startTraffic(ledger, bots, { perSecond, chatsPerBot: 5 });
    for (let second = 0; second < seconds; second++) {
      const free = bots.filter((bot) => !toggling.has(bot));
      for (let i = 0; i < togglesPerSecond && free.length > 0; i++) {
        const [bot] = free.splice(randomInt(free.length), 1);
        if (bot)
          toggling.set(
            bot,
            toggle(bot).finally(() => toggling.delete(bot)),
          );
      }
      await pause(1_000);
    }
    traffic.stop();
    await Promise.all(toggling.values());
    const astray = await countAstray(system.data, modes);
    const refused = [...statuses].filter(([status]) => status !== 200);
    const problems: string[] = [];
    if (refused.length > 0) problems.push(`Toggles answered ${JSON.stringify(refused)}.`);
    if (astray > 0) problems.push(`${astray} bots stand at another door than they were sent to.`);
    const outcome = await system.finish(90_000, problems);
    tookMs.sort((a, b) => a - b);
    const at = (share: number) => Math.round(tookMs[Math.floor((tookMs.length - 1) * share)] ?? 0);
    outcome.notes.push(`${tookMs.length} toggles, median ${at(0.5)} ms, slowest ${at(1)} ms`);
    return outcome;
  } finally {
    await system.close();
  }
}

async function countAstray(
  data: Awaited<ReturnType<typeof startDeployment>>["data"],
  modes: ReadonlyMap<ChaosBot, "webhook" | "polling">,
): Promise<number> {
  const rows = await data.prisma.bot.findMany({ select: { id: true, activeDoor: true } });
  const doors = new Map(rows.map(({ id, activeDoor }) => [id, activeDoor]));
  return [...modes].filter(([bot, mode]) => doors.get(bot.id) !== mode).length;
}

export const toggling: Scenario = {
  name: "toggling",
  promise: "doors toggled at random every second under load",
  lane: "alone",
  run,
};
