import { insertFleet } from "../fleet";
import { median, row } from "../report";
import type { Findings, Pace } from "../scenario";
import type { Stage } from "../stage";
import { assertAllAnswered, plan } from "../webhook-load";

/** The same load on one web worker and on two that share the port. */
export async function workers(stage: Stage, pace: Pace): Promise<Findings> {
  const targets = await insertFleet(stage.data, stage.vault, {
    door: "webhook",
    bots: 1_000,
    baseUrl: "http://127.0.0.1",
  });
  const one = await stage.startWeb();
  const two = await stage.startWeb({ WEB_CONCURRENCY: "2" });
  const rates: { one: number; two: number }[] = [];
  try {
    for (let round = 0; round < pace.rounds; round++) {
      const first = await stage.load.run(plan(targets, pace, one.port));
      const second = await stage.load.run(plan(targets, pace, two.port));
      assertAllAnswered("one worker", first);
      assertAllAnswered("two workers", second);
      rates.push({ one: first.answers / first.seconds, two: second.answers / second.seconds });
    }
  } finally {
    await Promise.all([one.stop(), two.stop()]);
  }
  return {
    rows: [
      row(
        {
          what: "WEB_CONCURRENCY 2 against 1, database and load on the same cores",
          unit: "x",
          better: "higher",
          digits: 2,
        },
        median(rates.map(({ one, two }) => two / one)),
      ),
    ],
  };
}
