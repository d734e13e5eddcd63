import { insertFleet } from "../fleet";
import { type Row, row } from "../report";
import type { Findings, Pace } from "../scenario";
import type { Stage } from "../stage";
import { childrenOf, pause, type Usage, watchUsage } from "../usage";

/** Seconds for which a long poll is held: a whole number of them is watched. */
const pollS = 50;

/** The peer that does nothing: what stands beside it is to be compared with it. */
export const nothingRow = (use: Usage | undefined): Row =>
  row(
    { what: "peer: a Node process that looks up once a second, CPU", unit: "%", better: "lower", digits: 2 },
    (use?.cpu ?? Number.NaN) * 100,
  );

/**
 * A hundred polled bots to which nobody writes: what web and sidecar cost, and how often Telegram is asked. Beside them a
 * process that does nothing: how much of it is the machine's.
 */
export async function idle(stage: Stage, pace: Pace): Promise<Findings> {
  const simulator = await stage.startSimulator({ tls: true });
  const bots = await simulator.createBots(100);
  await insertFleet(stage.data, stage.vault, { door: "polling", bots, baseUrl: simulator.url });
  const [web, sidecar, nothing] = await Promise.all([
    stage.startWeb({ ...simulator.env, WEBHOOK_BASE_URL: "" }),
    stage.startSidecar({ ...simulator.env, WEBHOOK_BASE_URL: "" }),
    stage.startPeer("nothing", {}),
  ]);
  try {
    while ((await simulator.stats()).polls_held < bots.length) await pause(100);
    // For its first minute a process compiles what it does, and collects what its start has left.
    await pause(pace.quick ? 3_000 : 60_000);
    const before = await simulator.stats();
    const periods = pace.quick ? 1 : 2;
    const watched = [web.pid, sidecar.pid, nothing.pid, ...childrenOf(web.pid)];
    const [webUse, sidecarUse, nothingUse, pagesUse] = await watchUsage(watched, pollS * 1000 * periods);
    const after = await simulator.stats();
    const aMinute = ((after.api_calls - before.api_calls) / (pollS * periods)) * 60;
    const memory = [webUse, sidecarUse, pagesUse].reduce((sum, use) => sum + (use?.rssMb ?? Number.NaN), 0);
    return {
      points: [
        { bots: 100, measure: "sidecar: memory, MB", value: sidecarUse?.rssMb ?? Number.NaN },
        { bots: 100, measure: "sidecar: processor, % of a core", value: (sidecarUse?.cpu ?? 0) * 100 },
      ],
      rows: [
        row(
          {
            what: "100 idle polled bots, requests a minute",
            unit: "",
            must: 130,
            aim: 120,
            better: "lower",
            digits: 0,
          },
          aMinute,
        ),
        row(
          {
            what: "100 idle polled bots, web, pages and sidecar, memory",
            unit: "MB",
            better: "lower",
            digits: 0,
          },
          memory,
        ),
        row(
          { what: "the sidecar's part of it", unit: "MB", must: 200, better: "lower", digits: 0 },
          sidecarUse?.rssMb ?? Number.NaN,
        ),
        row(
          { what: "100 idle polled bots, web, CPU", unit: "%", must: 0.5, better: "lower", digits: 2 },
          (webUse?.cpu ?? Number.NaN) * 100,
        ),
        row(
          { what: "100 idle polled bots, pages, CPU", unit: "%", must: 0.5, better: "lower", digits: 2 },
          (pagesUse?.cpu ?? Number.NaN) * 100,
        ),
        row(
          { what: "100 idle polled bots, sidecar, CPU", unit: "%", must: 0.5, better: "lower", digits: 2 },
          (sidecarUse?.cpu ?? Number.NaN) * 100,
        ),
        nothingRow(nothingUse),
      ],
    };
  } finally {
    await Promise.all([web.stop(), sidecar.stop(), nothing.stop()]);
    await simulator.child.stop();
  }
}
