import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Child } from "../children";
import { insertFleet, type KnownBot } from "../fleet";
import { type Row, row } from "../report";
import type { Findings, Pace } from "../scenario";
import type { SimulatorProcess, Stage } from "../stage";
import { connectionsTo, pause, type Usage, watchUsage } from "../usage";

/** As many as programs that give each bot connections of its own carry without strain. */
const bots = 500;

/** One sidecar beside grammY's runner and Telegraf, one after another: what so many idle polled bots cost each. */
export async function pollingPeers(stage: Stage, pace: Pace): Promise<Findings> {
  const simulator = await stage.startSimulator({ tls: true });
  const env = { ...simulator.env, WEBHOOK_BASE_URL: "" };
  const peer = (name: string) => (known: readonly KnownBot[]) => {
    const file = join(stage.folder, `${name}.json`);
    writeFileSync(file, JSON.stringify(known));
    const trust = { NODE_EXTRA_CA_CERTS: stage.tls.certFile };
    return stage.startPeer(name, { ...simulator.env, ...trust, PEER_BOTS: file });
  };
  const sides: [string, (known: readonly KnownBot[]) => Promise<Child>][] = [
    [
      "Hookline's sidecar",
      async (known) => {
        await insertFleet(stage.data, stage.vault, { door: "polling", bots: known, baseUrl: simulator.url });
        return stage.startSidecar(env);
      },
    ],
    ["grammY runner", peer("grammy-runner")],
    ["Telegraf", peer("telegraf-polling")],
  ];
  try {
    const rows: Row[] = [];
    for (const [name, start] of sides) {
      const { usage, connections } = await idleCost(simulator, start, pace);
      const what = `${name}, ${bots} idle polled bots`;
      const lower = { better: "lower", digits: 0 } as const;
      rows.push(
        row({ what: `${what}, memory`, unit: "MB", ...lower }, usage.rssMb),
        row({ what: `${what}, connections`, unit: "", ...lower }, connections),
        row({ what: `${what}, CPU`, unit: "%", better: "lower", digits: 2 }, usage.cpu * 100),
      );
    }
    return { rows };
  } finally {
    await simulator.child.stop();
  }
}

async function idleCost(
  simulator: SimulatorProcess,
  start: (known: readonly KnownBot[]) => Promise<Child>,
  pace: Pace,
): Promise<{ usage: Usage; connections: number }> {
  const heldBefore = (await simulator.stats()).polls_held;
  const child = await start(await simulator.createBots(bots));
  try {
    while ((await simulator.stats()).polls_held < heldBefore + bots) await pause(100);
    await pause(2_000);
    const [usage] = await watchUsage([child.pid], pace.quick ? 5_000 : 50_000);
    if (!usage) throw new Error("nothing was watched");
    return { usage, connections: connectionsTo(child.pid, Number(new URL(simulator.url).port)) };
  } finally {
    await child.stop();
  }
}
