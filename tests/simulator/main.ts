import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { createSimulator, type SimulatorOptions } from "./index";

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "8081" },
    host: { type: "string", default: "127.0.0.1" },
    "time-scale": { type: "string", default: "1" },
    /** api.telegram.org's own checks of webhooks instead of those of a server in --local mode. */
    production: { type: "boolean", default: false },
    /** name=address, any number of times: what the simulator resolves by itself. */
    resolve: { type: "string", multiple: true, default: [] },
    "webhook-ca": { type: "string" },
    "tls-key": { type: "string" },
    "tls-cert": { type: "string" },
    http2: { type: "boolean", default: false },
  },
});

const port = Number(values.port);
const timeScale = Number(values["time-scale"]);
if (!Number.isInteger(port) || port < 0 || port > 65_535)
  throw new Error("--port wants a number from 0 to 65535");
if (!(timeScale > 0)) throw new Error("--time-scale wants a number above 0");

const options: SimulatorOptions = {
  port,
  host: values.host,
  timeScale,
  localMode: !values.production,
  hosts: Object.fromEntries(values.resolve.map((pair) => pair.split("=", 2))),
  http2: values.http2,
};
if (values["webhook-ca"]) options.webhookCa = readFileSync(values["webhook-ca"], "utf8");
if (values["tls-key"] && values["tls-cert"])
  options.tls = { key: readFileSync(values["tls-key"]), cert: readFileSync(values["tls-cert"]) };

const simulator = await createSimulator(options);
console.log(`Telegram simulator: Bot API at ${simulator.url}, chat page at ${simulator.url}/sim/`);

const stop = () => {
  void simulator.close().then(() => process.exit(0));
};
process.once("SIGTERM", stop);
process.once("SIGINT", stop);
