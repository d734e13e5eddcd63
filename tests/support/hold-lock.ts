import { once } from "node:events";
import { isLock, takeLock } from "../../lib/data/embedded-lock";

/** A process that takes a folder's lock at the first byte it reads, and holds it until it is killed: `tsx hold-lock.ts DATA_DIR`. */
const [, , dataDir = ""] = process.argv;
process.stdout.write("ready\n");
await once(process.stdin, "data");
const taken = await takeLock(dataDir, "hookline").catch((error: unknown) => ({ error: String(error) }));
process.stdout.write(
  `${JSON.stringify("release" in taken && isLock(taken) ? { mine: process.pid } : taken)}\n`,
);
setInterval(() => {}, 1_000);
