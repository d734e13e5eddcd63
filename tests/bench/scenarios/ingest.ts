import type { Child } from "../children";
import { insertFleet } from "../fleet";
import type { LoadTarget } from "../load/plan";
import { median, promise, type Row, row } from "../report";
import type { Findings, Pace } from "../scenario";
import type { Stage } from "../stage";
import { assertAllAnswered, connections, countStored, plan } from "../webhook-load";

const peerSecret = "1_benchmark-of-a-webhook-that-stores-nothing-at-all";
const peerEnv = { PEER_SECRET: peerSecret };
const peerTargets: LoadTarget[] = [{ path: "/webhook/1", secret: peerSecret }];

/**
 * Durable ingest side by side with servers that store nothing. All stay up and take turns, so that whatever
 * else the machine does falls on each of them. A round that does not count comes first: V8 takes some hundred thousand
 * requests until it has compiled what they need, and longer for more code.
 */
export async function ingest(stage: Stage, pace: Pace): Promise<Findings> {
  const targets = await insertFleet(stage.data, stage.vault, {
    door: "webhook",
    bots: 1_000,
    baseUrl: "http://127.0.0.1",
  });
  const sides: { name: string; targets: LoadTarget[]; child: Child & { port: number } }[] = [
    { name: "hookline", targets, child: await stage.startWeb() },
    { name: "echo", targets: peerTargets, child: await stage.startPeer("echo", peerEnv) },
    { name: "grammY", targets: peerTargets, child: await stage.startPeer("grammy", peerEnv) },
    { name: "Telegraf", targets: peerTargets, child: await stage.startPeer("telegraf", peerEnv) },
    { name: "Next route", targets, child: await stage.startNext() },
  ];
  const rates = new Map<string, number[]>();
  const p50s: number[] = [];
  let answered = 0;
  try {
    for (let round = pace.quick ? 1 : 0; round <= pace.rounds; round++) {
      for (const { name, targets: to, child } of sides) {
        const result = await stage.load.run(plan(to, pace, child.port));
        assertAllAnswered(name, result);
        if (to === targets) answered += result.statuses["200"] ?? 0;
        if (round === 0) continue;
        rates.set(name, [...(rates.get(name) ?? []), result.answers / result.seconds]);
        if (name === "hookline") p50s.push(result.p50);
      }
    }
    const { handled, other } = await countStored(stage);
    const rate = (name: string) => median(rates.get(name) ?? []);
    const ours = rate("hookline");
    // Pairs of one round saw the same machine: the median of their ratios is steadier than that of the rates.
    const against = (name: string) =>
      median((rates.get("hookline") ?? []).map((value, i) => value / (rates.get(name)?.[i] ?? Number.NaN)));
    const told = (what: string, value: number): Row =>
      row({ what, unit: "/s", better: "higher", digits: 0 }, value);
    return {
      rows: [
        row(
          {
            what: "durable ingest, 1,000 bots, against grammY storing nothing",
            unit: "x",
            must: 0.7,
            aim: 1,
            better: "higher",
            digits: 2,
          },
          against("grammY"),
        ),
        row(
          {
            what: "the same against our route under next start",
            unit: "x",
            must: 10,
            aim: 15,
            better: "higher",
          },
          against("Next route"),
        ),
        told(`durable ingest, 1,000 bots, ${connections} connections`, ours),
        row({ what: "its median answer time", unit: "ms", better: "lower" }, median(p50s)),
        told("peer: node:http echo", rate("echo")),
        told("peer: grammY webhookCallback, 1 bot, nothing stored", rate("grammY")),
        told("peer: Telegraf webhook, 1 bot, nothing stored", rate("Telegraf")),
        told("peer: our own route under next start", rate("Next route")),
        promise(
          "every update answered 200 is stored and handled",
          handled === answered && other === 0,
          `${answered} answered, ${handled} handled`,
        ),
      ],
    };
  } finally {
    await Promise.all(sides.map(({ child }) => child.stop()));
  }
}
