import { insertFleet } from "../fleet";
import { promise, row } from "../report";
import type { Findings, Pace } from "../scenario";
import type { Stage } from "../stage";
import { watchUsage } from "../usage";
import { countStored, plan } from "../webhook-load";

const senders = 4_000;

/** Three times as many updates as the process carries, over thousands of connections. */
export async function overload(stage: Stage, pace: Pace): Promise<Findings> {
  const targets = await insertFleet(stage.data, stage.vault, {
    door: "webhook",
    bots: 1_000,
    baseUrl: "http://127.0.0.1",
  });
  const web = await stage.startWeb();
  try {
    const carried = await stage.load.run(plan(targets, pace, web.port));
    const capacity = carried.answers / carried.seconds;
    const runMs = pace.quick ? 15_000 : 60_000;
    const more = { connections: senders, rate: Math.round(capacity * 3), warmUpMs: 1_000, runMs };
    const [flood, [first, second]] = await Promise.all([
      stage.load.run(plan(targets, pace, web.port, more)),
      (async () => {
        const half = (runMs + 1_000) / 2;
        return [(await watchUsage([web.pid], half))[0], (await watchUsage([web.pid], half))[0]];
      })(),
    ]);
    const { handled, other } = await countStored(stage);
    const answered = (carried.statuses["200"] ?? 0) + (flood.statuses["200"] ?? 0);
    const refused = flood.statuses["429"] ?? 0;
    const foreign = Object.keys(flood.statuses).filter((status) => status !== "200" && status !== "429");
    const memory = second?.rssMb ?? Number.NaN;
    return {
      rows: [
        promise(
          "three times the load: all answered 200 is stored and handled",
          handled + other >= answered && other === 0,
          `${answered} answered, ${handled} handled`,
        ),
        promise(
          "what is refused is 429 with Retry-After, and nothing else",
          flood.withoutRetryAfter === 0 && foreign.length === 0 && flood.broken === 0,
          `${refused} refused, ${flood.broken} broken, others: ${foreign.join(", ") || "none"}`,
        ),
        promise(
          "memory is bounded",
          memory < 600 && memory < (first?.rssMb ?? 0) * 1.25,
          `${Math.round(first?.rssMb ?? 0)} MB in the first half, ${Math.round(memory)} MB in the second`,
        ),
        row(
          {
            what: "of what is accepted under three times the load, p99 once sent",
            unit: "ms",
            aim: 1_000,
            better: "lower",
            digits: 0,
          },
          flood.serviceP99,
        ),
        row(
          {
            what: "accepted under three times the load, against what is carried without",
            unit: "x",
            better: "higher",
            digits: 2,
          },
          flood.answers / flood.seconds / capacity,
        ),
      ],
    };
  } finally {
    await web.stop();
  }
}
