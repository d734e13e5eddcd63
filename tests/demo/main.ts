import { type ChildProcess, execFile, spawn } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { createSimulator } from "../simulator/index";
import { type DemoTenant, demoAdmin, demoTenants } from "./cast";

/**
 * `npm run demo`: the whole product against the built-in Telegram simulator, with people and bots to try
 * it with. It keeps its data in .demo and listens on this machine only, because its passwords are public.
 */
const root = join(import.meta.dirname, "../..");
const port = Number(process.env.PORT || 3000);
const simulatorPort = Number(process.env.SIMULATOR_PORT || 8081);
const url = `http://127.0.0.1:${port}`;

const say = (line: string) => process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
  const simulator = await createSimulator({ port: simulatorPort, host: "127.0.0.1" });
  for (const { bots } of demoTenants) {
    for (const { token, username, name } of bots) simulator.createBot({ token, username, first_name: name });
  }
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    DATA_DIR: process.env.DATA_DIR || join(root, ".demo"),
    HOST: "127.0.0.1",
    PORT: String(port),
    SIDECAR_PORT: process.env.SIDECAR_PORT || "0",
    NEXTAUTH_URL: url,
    WEBHOOK_BASE_URL: url,
    TELEGRAM_API_ROOT: simulator.url,
    SIGNUP: "open",
    ADMIN_EMAIL: demoAdmin.email,
    ADMIN_PASSWORD: demoAdmin.password,
    LOG_LEVEL: process.env.LOG_LEVEL || "warn",
  };
  const hookline = spawn(process.execPath, [join(root, "lib/process/start.mjs")], {
    cwd: root,
    env,
    stdio: "inherit",
  });
  stopTogether(hookline, () => simulator.close());
  await untilHealthy(hookline);
  for (const tenant of demoTenants) await settle(tenant, env);
  introduce(simulator.url);
}

/** Ctrl-C reaches Hookline as well; when it has stopped, so does the simulator. */
function stopTogether(hookline: ChildProcess, closeSimulator: () => Promise<void>): void {
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => hookline.kill(signal));
  hookline.once("exit", (code) => {
    void closeSimulator().then(() => process.exit(code ?? 1));
  });
}

async function untilHealthy(hookline: ChildProcess): Promise<void> {
  while (hookline.exitCode === null) {
    const healthy = await fetch(`${url}/api/health`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (healthy) return;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  // It said why; its exit ends us too.
  await new Promise(() => {});
}

/** Makes a tenant with their bots, as a person with the CLI and the REST API would. Done once, kept after. */
async function settle({ email, password, bots }: DemoTenant, env: NodeJS.ProcessEnv): Promise<void> {
  const asked = { ...env, HOOKLINE_PASSWORD: password };
  const created = await cli(["user", "create", "--email", email], asked).catch(() => undefined);
  if (!created) return;
  const { key } = (await cli(["api-key", "create", "--email", email, "--name", "demo"], env)) as {
    key: string;
  };
  const call = async (method: string, path: string, body: object) => {
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    const json = (await response.json()) as { id: number; detail?: string };
    if (!response.ok) throw new Error(`${method} ${path}: ${json.detail ?? response.status}`);
    return json;
  };
  for (const { token, mode, replies } of bots) {
    const { id } = await call("POST", "/bots", { token, mode });
    await call("PUT", `/bots/${id}/replies`, { replies });
  }
}

async function cli(args: string[], env: NodeJS.ProcessEnv): Promise<unknown> {
  const run = promisify(execFile);
  const { stdout } = await run(
    process.execPath,
    [join(root, "lib/process/hookline.mjs"), ...args, "--json"],
    { cwd: root, env },
  );
  return JSON.parse(stdout) as unknown;
}

function introduce(simulatorUrl: string): void {
  say("");
  say("The demo is ready.");
  say(`  Portal      ${url}`);
  say(`  Play a Telegram user   ${simulatorUrl}/sim/`);
  say("");
  say(`  Admin       ${demoAdmin.email}   ${demoAdmin.password}`);
  for (const { email, password, bots } of demoTenants) {
    say(`  Tenant      ${email}   ${password}   ${bots.map(({ username }) => `@${username}`).join(", ")}`);
  }
  say("");
  say("Sign in to the portal in one window, write /start to a bot on the chat page in another.");
  say("Ctrl-C stops everything. The folder .demo keeps the data; delete it to begin anew.");
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
