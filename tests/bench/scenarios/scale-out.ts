import { insertFleet } from "../fleet";
import { median, promise, row } from "../report";
import type { Findings, Pace } from "../scenario";
import type { Stage } from "../stage";
import { pause, treeCpuSeconds } from "../usage";
import { assertAllAnswered, connections, countStored, plan } from "../webhook-load";

const processes = 3;
const polledBots = 300;

/**
 * Three web processes and three sidecars on one PostgreSQL: what added ones carry, that every update is stored
 * once whichever process it reached, and that polled bots are shared out evenly.
 */
export async function scaleOut(stage: Stage, pace: Pace): Promise<Findings> {
  const targets = await insertFleet(stage.data, stage.vault, {
    door: "webhook",
    bots: 1_000,
    baseUrl: "http://127.0.0.1",
  });
  const webs = await Promise.all(Array.from({ length: processes }, () => stage.startWeb()));
  const [first] = webs;
  if (!first) throw new Error("no web process");
  const rates = new Map<number, number[]>();
  const busy = new Map<number, number[]>();
  let answered = 0;
  try {
    for (let round = 0; round < pace.rounds; round++) {
      for (let count = 1; count <= processes; count++) {
        const morePorts = webs.slice(1, count).map(({ port }) => port);
        const before = webs.reduce((sum, { pid }) => sum + treeCpuSeconds(pid), 0);
        const result = await stage.load.run(
          plan(targets, pace, first.port, { morePorts, connections: connections * count }),
        );
        assertAllAnswered(`${count} web processes`, result);
        const seconds = (pace.warmUpMs + pace.runMs) / 1000;
        const cpu = webs.reduce((sum, { pid }) => sum + treeCpuSeconds(pid), 0) - before;
        rates.set(count, [...(rates.get(count) ?? []), result.answers / result.seconds]);
        busy.set(count, [...(busy.get(count) ?? []), cpu / seconds]);
        answered += result.statuses["200"] ?? 0;
      }
    }
    const { handled, other } = await countStored(stage);
    const against = (count: number) =>
      median((rates.get(count) ?? []).map((rate, i) => rate / (rates.get(1)?.[i] ?? Number.NaN)));
    const cores = (count: number) => median(busy.get(count) ?? []).toFixed(2);
    const higher = { unit: "x", better: "higher", digits: 2 } as const;
    return {
      rows: [
        row({ what: `2 web processes against 1 (${cores(2)} and ${cores(1)} cores)`, ...higher }, against(2)),
        row({ what: `3 web processes against 1 (${cores(3)} cores)`, ...higher }, against(3)),
        promise(
          "every update is stored once, whichever of three processes it reached",
          handled === answered && other === 0,
          `${answered} answered, ${handled} handled`,
        ),
        await shares(stage),
      ],
    };
  } finally {
    await Promise.all(webs.map((web) => web.stop()));
  }
}

/** Three sidecars: each bot has one owner, and each sidecar its fair share. */
async function shares(stage: Stage) {
  const simulator = await stage.startSimulator({ tls: true });
  const bots = await simulator.createBots(polledBots);
  await insertFleet(stage.data, stage.vault, { door: "polling", bots, baseUrl: simulator.url });
  const env = { ...simulator.env, WEBHOOK_BASE_URL: "" };
  const sidecars = await Promise.all(Array.from({ length: processes }, () => stage.startSidecar(env)));
  try {
    const fair = polledBots / processes;
    let owned: number[] = [];
    for (let waitedMs = 0; waitedMs < 60_000; waitedMs += 500) {
      const { rows } = await stage.data.pool.query(
        "SELECT count(*)::int AS n FROM user_bots WHERE lease_expires_at > now() GROUP BY lease_owner",
      );
      owned = (rows as { n: number }[]).map(({ n }) => n);
      if (owned.length === processes && owned.every((n) => n === fair)) break;
      await pause(500);
    }
    return promise(
      "three sidecars share the polled bots evenly",
      owned.length === processes && owned.every((n) => n === fair),
      owned.join(" + "),
    );
  } finally {
    await Promise.all(sidecars.map((sidecar) => sidecar.stop()));
    await simulator.child.stop();
  }
}
