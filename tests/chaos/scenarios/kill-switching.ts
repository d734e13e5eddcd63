import { randomInt } from "node:crypto";
import { until } from "../../support/system";
import { startDeployment } from "../deployment";
import { type Form, type Outcome, pause, type Scenario } from "../scenario";
import { startTraffic } from "../traffic";

const sizes = {
  long: { bots: 30, perSecond: 90, kills: 5, betweenMs: 6_000, settleMs: 240_000 },
  short: { bots: 8, perSecond: 40, kills: 2, betweenMs: 1_500, settleMs: 110_000 },
};

/** Doors are toggled without a pause while the process that toggles them is killed: between any two steps. */
async function run(form: Form): Promise<Outcome> {
  const { bots: count, perSecond, kills, betweenMs, settleMs } = sizes[form];
  const system = await startDeployment({ bots: count, mode: (i) => (i % 2 === 0 ? "webhook" : "polling") });
  try {
    const { bots, ledger, data } = system;
    const traffic = startTraffic(ledger, bots, { perSecond, chatsPerBot: 5 });
    let going = true;
    let answered = 0;
    let cut = 0;
    const toggling = bots.map(async (bot, i) => {
      for (let round = i; going; round++) {
        const status = await system.setMode(bot, round % 2 === 0 ? "polling" : "webhook");
        if (status === 200) answered++;
        else cut++;
        await pause(status === 200 ? randomInt(300) : 300);
      }
    });
    for (let kill = 0; kill < kills; kill++) {
      await pause(betweenMs + randomInt(500));
      await system.killWeb(randomInt(100, 1_000));
    }
    await pause(betweenMs);
    going = false;
    traffic.stop();
    await Promise.all(toggling);
    const began = performance.now();
    const unsettled = async () => {
      const rows = await data.prisma.bot.findMany({
        select: { mode: true, activeDoor: true, switchingSince: true },
      });
      return rows.filter(
        (row) => row.switchingSince || row.activeDoor === "none" || row.activeDoor !== row.mode,
      ).length;
    };
    await until("every switch", async () => (await unsettled()) === 0, settleMs).catch(() => {});
    const settledMs = Math.round(performance.now() - began);
    const left = await unsettled();
    const astray = left === 0 ? [] : [`${left} bots do not stand at the door their owner chose.`];
    const outcome = await system.finish(settleMs, astray);
    outcome.notes.push(`${answered} switches, ${cut} cut off; all finished ${settledMs} ms after the last`);
    return outcome;
  } finally {
    await system.close();
  }
}

export const killSwitching: Scenario = {
  name: "kill-switching",
  promise: "kill -9 of web between any two steps of a switch",
  lane: "light",
  run,
};
