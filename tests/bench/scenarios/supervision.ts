import { insertFleet } from "../fleet";
import { row } from "../report";
import type { Findings, Pace } from "../scenario";
import type { Stage } from "../stage";
import { pause, watchUsage } from "../usage";

const bots = 10_000;
const settingAtOnce = 32;

/** What a sidecar spends on ten thousand webhook bots that nobody writes to, and how often it asks Telegram. */
export async function supervision(stage: Stage, pace: Pace): Promise<Findings> {
  const simulator = await stage.startSimulator({ tls: true });
  const web = await stage.startWeb(simulator.env);
  const baseUrl = `http://127.0.0.1:${web.port}`;
  const sidecar = await stage.startSidecar({ ...simulator.env, WEBHOOK_BASE_URL: baseUrl });
  const watchMs = pace.quick ? 15_000 : 60_000;
  try {
    await insertFleet(stage.data, stage.vault, { door: "webhook", bots: [], baseUrl });
    await pause(5_000);
    const [alone] = await watchUsage([sidecar.pid], watchMs);
    const known = await simulator.createBots(bots);
    const targets = await insertFleet(stage.data, stage.vault, { door: "webhook", bots: known, baseUrl });
    const rest = known.entries();
    const worker = async () => {
      for (const [i, { token }] of rest) {
        const { path = "", secret = "" } = targets[i] ?? {};
        await simulator.setWebhook(token, `${baseUrl}${path}`, secret);
      }
    };
    await Promise.all(Array.from({ length: settingAtOnce }, worker));
    await pause(10_000);
    const before = (await simulator.stats()).api_calls;
    const began = performance.now();
    const [watched] = await watchUsage([sidecar.pid], watchMs);
    const asked = (await simulator.stats()).api_calls - before;
    const { rows } = await stage.data.pool.query(
      "SELECT count(*)::int AS n FROM user_bots WHERE active_door = 'webhook' AND status = 'active'",
    );
    const left = (rows[0] as { n: number }).n;
    if (left < bots) throw new Error(`${bots - left} quiet bots left their webhook`);
    const what = "10,000 quiet webhook bots under supervision";
    return {
      rows: [
        row(
          { what: `${what}, calls to Telegram a second`, unit: "", must: 40, better: "lower" },
          asked / ((performance.now() - began) / 1000),
        ),
        row(
          {
            what: `${what}, what they add to the sidecar's CPU`,
            unit: "%",
            must: 2,
            better: "lower",
            digits: 2,
          },
          ((watched?.cpu ?? Number.NaN) - (alone?.cpu ?? 0)) * 100,
        ),
        row(
          { what: "a sidecar without bots, CPU", unit: "%", better: "lower", digits: 2 },
          (alone?.cpu ?? Number.NaN) * 100,
        ),
      ],
    };
  } finally {
    await Promise.all([web.stop(), sidecar.stop()]);
    await simulator.child.stop();
  }
}
