import { startEmbedded } from "../../lib/data/embedded";

/** A process that holds an embedded database until it is killed: `tsx run-embedded.ts DATA_DIR`. */
const [dataDir = ""] = process.argv.slice(2);
const say = (line: unknown) => process.stdout.write(`${JSON.stringify(line)}\n`);
try {
  const { url } = await startEmbedded({ dataDir, log: (sentence) => say({ sentence }) });
  say({ url });
  setInterval(() => {}, 1_000);
} catch (error) {
  say({ error: (error as Error).message });
}
