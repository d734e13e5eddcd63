import { insertFleet } from "../fleet";
import { median, row } from "../report";
import type { CostPoint, Findings, Pace } from "../scenario";
import type { Stage } from "../stage";
import { cpuSeconds } from "../usage";
import { assertAllAnswered, plan } from "../webhook-load";

const most = 10_000;

/** Whether an update costs more where there are more bots: the same load over ten of them and over all. */
export async function fleetSize(stage: Stage, pace: Pace): Promise<Findings> {
  const all = await insertFleet(stage.data, stage.vault, {
    door: "webhook",
    bots: most,
    baseUrl: "http://127.0.0.1",
  });
  const sizes = pace.quick ? [10, most] : [10, 100, 1_000, most];
  const web = await stage.startWeb();
  const rates = new Map<number, number[]>();
  const costs = new Map<number, number[]>();
  try {
    // Every bot is loaded once beforehand: loading is not what is compared.
    await stage.load.run(plan(all, pace, web.port, { onceEach: true, warmUpMs: 0, runMs: 120_000 }));
    for (let round = 0; round < pace.rounds; round++) {
      for (const size of sizes) {
        const before = cpuSeconds(web.pid);
        const result = await stage.load.run(plan(all.slice(0, size), pace, web.port));
        assertAllAnswered(`${size} bots`, result);
        const answers = result.statuses["200"] ?? 0;
        rates.set(size, [...(rates.get(size) ?? []), result.answers / result.seconds]);
        costs.set(size, [...(costs.get(size) ?? []), ((cpuSeconds(web.pid) - before) / answers) * 1e6]);
      }
    }
  } finally {
    await web.stop();
  }
  const small = rates.get(10) ?? [];
  const ratio = median((rates.get(most) ?? []).map((rate, i) => rate / (small[i] ?? Number.NaN)));
  const points: CostPoint[] = sizes.map((bots) => ({
    bots,
    measure: "web: processor time an update, µs",
    value: median(costs.get(bots) ?? []),
  }));
  return {
    points,
    rows: [
      row(
        {
          what: "ingest of 10,000 bots against 10 bots",
          unit: "x",
          must: 0.9,
          aim: 1,
          better: "higher",
          digits: 2,
        },
        ratio,
      ),
    ],
  };
}
