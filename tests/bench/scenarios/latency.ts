import { insertFleet } from "../fleet";
import { median, row } from "../report";
import type { Findings, Pace } from "../scenario";
import type { Stage } from "../stage";
import { assertAllAnswered, plan } from "../webhook-load";

/** From the moment a POST is due to its whole answer, at a rate that leaves room. */
export async function latency(stage: Stage, pace: Pace): Promise<Findings> {
  const targets = await insertFleet(stage.data, stage.vault, {
    door: "webhook",
    bots: 1_000,
    baseUrl: "http://127.0.0.1",
  });
  const web = await stage.startWeb();
  const p50: number[] = [];
  const p99: number[] = [];
  try {
    const warm = plan(targets, pace, web.port, { warmUpMs: 0, runMs: pace.warmUpMs });
    await stage.load.run(warm);
    for (let round = 0; round < pace.rounds; round++) {
      const result = await stage.load.run(plan(targets, pace, web.port, { rate: 1_000 }));
      assertAllAnswered("latency", result);
      p50.push(result.p50);
      p99.push(result.p99);
    }
  } finally {
    await web.stop();
  }
  const what = "POST to answer at 1,000 updates/s over 1,000 bots";
  return {
    rows: [
      row({ what: `${what}, p50`, unit: "ms", must: 4, aim: 2, better: "lower" }, median(p50)),
      row({ what: `${what}, p99`, unit: "ms", must: 25, aim: 10, better: "lower" }, median(p99)),
    ],
  };
}
