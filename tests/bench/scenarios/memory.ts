import { insertFleet } from "../fleet";
import { row } from "../report";
import type { CostPoint, Findings, Pace } from "../scenario";
import type { Stage } from "../stage";
import { childrenOf, pause, rssMb, watchUsage } from "../usage";
import { assertAllAnswered, plan } from "../webhook-load";
import { nothingRow } from "./idle";

/** A web process in which ten thousand bots have each been active once, and then nothing happens. */
export async function memory(stage: Stage, pace: Pace): Promise<Findings> {
  const targets = await insertFleet(stage.data, stage.vault, {
    door: "webhook",
    bots: 10_000,
    baseUrl: "http://127.0.0.1",
  });
  const [web, nothing] = await Promise.all([stage.startWeb(), stage.startPeer("nothing", {})]);
  const points: CostPoint[] = [];
  try {
    let from = 0;
    for (const to of [100, 1_000, 10_000]) {
      const part = targets.slice(from, to);
      const once = { onceEach: true, connections: 16, warmUpMs: 0, runMs: 120_000 };
      assertAllAnswered("memory", await stage.load.run(plan(part, pace, web.port, once)));
      await pause(2_000);
      points.push({ bots: to, measure: "web: memory, MB", value: rssMb(web.pid) });
      from = to;
    }
    // V8 gives back what the load has left in two collections, 0.3 s of a core together, some 80 s after its end:
    // `--trace-gc` calls them "reduce". They are the load's, not rest.
    const watched = [web.pid, nothing.pid, ...childrenOf(web.pid)];
    const [settling] = await watchUsage(watched, pace.quick ? 6_000 : 120_000);
    const [usage, nothingUse, pages] = await watchUsage(watched, pace.quick ? 6_000 : 30_000);
    const what = "web process, 10,000 webhook bots all active once";
    return {
      points,
      rows: [
        row(
          { what: `${what}, memory`, unit: "MB", must: 300, aim: 200, better: "lower", digits: 0 },
          Math.max(usage?.rssMb ?? Number.NaN, settling?.rssMb ?? Number.NaN),
        ),
        row(
          { what: `${what}, idle CPU`, unit: "%", must: 1, aim: 0.3, better: "lower", digits: 2 },
          (usage?.cpu ?? Number.NaN) * 100,
        ),
        row(
          { what: "the same in the two minutes after the load", unit: "%", better: "lower", digits: 2 },
          (settling?.cpu ?? Number.NaN) * 100,
        ),
        row(
          { what: "its pages, which nobody opened, memory", unit: "MB", better: "lower", digits: 0 },
          pages?.rssMb ?? Number.NaN,
        ),
        row(
          { what: "its pages, idle CPU", unit: "%", better: "lower", digits: 2 },
          (pages?.cpu ?? Number.NaN) * 100,
        ),
        nothingRow(nothingUse),
      ],
    };
  } finally {
    await Promise.all([web.stop(), nothing.stop()]);
  }
}
