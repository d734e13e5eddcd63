import { insertFleet } from "../fleet";
import { median, promise, row } from "../report";
import type { CostPoint, Findings, Pace } from "../scenario";
import type { SimulatorProcess, Stage } from "../stage";
import { connectionsTo, pause, watchUsage } from "../usage";

const bots = 10_000;
const updatesASecond = 200;

/** One sidecar that polls ten thousand bots over TLS and HTTP/2: first quiet, then with messages. */
export async function polling(stage: Stage, pace: Pace): Promise<Findings> {
  const simulator = await stage.startSimulator({ tls: true });
  const known = await simulator.createBots(bots);
  await insertFleet(stage.data, stage.vault, { door: "polling", bots: known, baseUrl: simulator.url });
  const began = performance.now();
  const sidecar = await stage.startSidecar({ ...simulator.env, WEBHOOK_BASE_URL: "" });
  try {
    while ((await simulator.stats()).polls_held < bots) {
      if (performance.now() - began > 180_000)
        throw new Error(`only ${(await simulator.stats()).polls_held} polls`);
      await pause(100);
    }
    const startS = (performance.now() - began) / 1000;
    await pause(pace.quick ? 2_000 : 10_000);
    const [quiet] = await watchUsage([sidecar.pid], pace.quick ? 10_000 : 50_000);
    const connections = connectionsTo(sidecar.pid, Number(new URL(simulator.url).port));
    const runs: { p50: number; p99: number; lost: number }[] = [];
    for (let round = 0; round < pace.rounds; round++)
      runs.push(await messages(stage, simulator, known, pace, round));
    const what = "sidecar, 10,000 idle polled bots";
    const cpu = (quiet?.cpu ?? Number.NaN) * 100;
    const points: CostPoint[] = [
      { bots, measure: "sidecar: memory, MB", value: quiet?.rssMb ?? Number.NaN },
      { bots, measure: "sidecar: processor, % of a core", value: cpu },
    ];
    const lower = { better: "lower" } as const;
    return {
      points,
      rows: [
        row(
          { what: `${what}, memory`, unit: "MB", must: 400, aim: 250, ...lower, digits: 0 },
          quiet?.rssMb ?? Number.NaN,
        ),
        row({ what: `${what}, CPU`, unit: "%", must: 10, aim: 4, ...lower }, cpu),
        row(
          { what: `${what}, connections`, unit: "", must: 150, aim: 100, ...lower, digits: 0 },
          connections,
        ),
        row({ what: "sidecar start to all 10,000 polling", unit: "s", must: 90, aim: 45, ...lower }, startS),
        row(
          {
            what: `available to handled, ${updatesASecond}/s over 10,000 polled bots, p50`,
            unit: "ms",
            must: 30,
            aim: 10,
            ...lower,
          },
          median(runs.map((run) => run.p50)),
        ),
        row(
          { what: "the same, p99", unit: "ms", must: 300, aim: 80, ...lower },
          median(runs.map((run) => run.p99)),
        ),
        promise(
          "every polled message was handled once",
          runs.every(({ lost }) => lost === 0),
          `${runs.length} runs`,
        ),
      ],
    };
  } finally {
    await sidecar.stop();
    await simulator.child.stop();
  }
}

/** People write on time; each text says when, and the row says when it was handled. */
async function messages(
  stage: Stage,
  simulator: SimulatorProcess,
  known: readonly { id: number }[],
  pace: Pace,
  round: number,
): Promise<{ p50: number; p99: number; lost: number }> {
  const count = (pace.runMs / 1000) * updatesASecond;
  const began = performance.now();
  const writing: Promise<void>[] = [];
  for (let n = 0; n < count; n++) {
    const dueMs = began + (n / updatesASecond) * 1000 - performance.now();
    if (dueMs > 0) await pause(dueMs);
    const bot = known[(n * 37 + round) % known.length];
    if (bot) writing.push(simulator.write(bot.id, 1_000 + n, `/start ${round}-${Date.now()}`));
  }
  await Promise.all(writing);
  const { data } = stage;
  const handled = `SELECT extract(epoch FROM handled_at) * 1000 - substring(payload FROM '/start ${round}-(\\d+)')::float8 AS ms
    FROM updates WHERE payload LIKE '%/start ${round}-%' AND state = 'handled'`;
  for (let waited = 0; ; waited += 250) {
    const { rows } = await data.pool.query(`SELECT count(*)::int AS n FROM (${handled}) h`);
    if ((rows[0] as { n: number }).n >= count || waited > 10_000) break;
    await pause(250);
  }
  const { rows } = await data.pool.query(
    `SELECT count(*)::int AS n, percentile_cont(0.5) WITHIN GROUP (ORDER BY ms) AS p50,
       percentile_cont(0.99) WITHIN GROUP (ORDER BY ms) AS p99 FROM (${handled}) h`,
  );
  const { n, p50, p99 } = rows[0] as { n: number; p50: number; p99: number };
  return { p50, p99, lost: count - n };
}
