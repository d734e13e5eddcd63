import { readFileSync } from "node:fs";
import { createSimulator } from "../simulator/index";

/** The simulator's process: `simulator.ts [KEY CERT]`; with a certificate over TLS and HTTP/2. */
const [key, cert] = process.argv.slice(2);
const simulator = await createSimulator(
  key && cert ? { tls: { key: readFileSync(key), cert: readFileSync(cert) }, http2: true } : {},
);
process.send?.({ url: simulator.url });
process.on("SIGTERM", () => process.exit(0));
process.on("disconnect", () => process.exit(0));
