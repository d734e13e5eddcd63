import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";
import { createApiKey } from "../../lib/accounts/create-api-key";
import { createUser } from "../../lib/accounts/create-user";
import { freePort } from "../../lib/core/ports";
import { nodeFlags } from "../../lib/process/node-flags.mjs";
import { createSimulator, type Simulator, type SimulatorOptions } from "../simulator/index";
import { createTestDatabase, type TestDatabase } from "./database";

const repository = join(import.meta.dirname, "../..");

/** One process of the built product. */
export interface HooklineProcess {
  child: ChildProcess;
  /** What it printed so far. */
  output(): string;
  /** Ends it as an operator would; resolves to its exit code. */
  stop(): Promise<number | null>;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
}

export interface Account {
  userId: number;
  email: string;
  password: string;
  apiKey: string;
}

/** The built product on a database and a simulator of its own. */
export interface RunningHookline {
  url: string;
  db: TestDatabase;
  simulator: Simulator;
  web: HooklineProcess;
  sidecar: HooklineProcess;
  env: Record<string, string>;
  /** Starts another process, or one anew after its death. */
  start(kind: "web" | "sidecar", env?: Record<string, string>): Promise<HooklineProcess>;
  /** Somebody new, under a made-up address where none is named. */
  account(role?: "tenant" | "admin", email?: string): Promise<Account>;
  /** A REST call; the answer's status and body. */
  api(
    account: Account,
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ status: number; json: unknown }>;
  close(): Promise<void>;
}

export interface HooklineOptions {
  env?: Record<string, string>;
  simulator?: SimulatorOptions;
  noPublicAddress?: boolean;
  /** Address of the PostgreSQL server to make the database on, instead of the tests' shared one. */
  postgres?: string;
}

/** Starts web and sidecar as the operator's machine would run them: `node dist/web.js`, `node dist/sidecar.js`. */
export async function startHookline(options: HooklineOptions = {}): Promise<RunningHookline> {
  const [db, simulator, port] = await Promise.all([
    createTestDatabase(options.postgres),
    createSimulator(options.simulator),
    freePort(),
  ]);
  const url = `http://127.0.0.1:${port}`;
  const env: Record<string, string> = {
    DATABASE_URL: db.url,
    HOST: "127.0.0.1",
    PORT: String(port),
    SIDECAR_PORT: "0",
    NEXTAUTH_URL: url,
    NEXTAUTH_SECRET: randomBytes(32).toString("base64url"),
    TOKEN_ENCRYPTION_KEYS: `test:${randomBytes(32).toString("base64")}`,
    TELEGRAM_API_ROOT: simulator.url,
    LOG_LEVEL: "warn",
    ...(options.noPublicAddress ? {} : { WEBHOOK_BASE_URL: url }),
    ...options.env,
  };
  const running = new Set<HooklineProcess>();
  const start = async (kind: "web" | "sidecar", more: Record<string, string> = {}) => {
    const started = await startProcess(kind, { ...env, ...more });
    running.add(started);
    return started;
  };
  const [web, sidecar] = await Promise.all([start("web"), start("sidecar")]);
  let accounts = 0;

  return {
    url,
    db,
    simulator,
    web,
    sidecar,
    env,
    start,
    async account(
      role = "tenant",
      email = `person${++accounts}-${randomBytes(3).toString("hex")}@example.org`,
    ) {
      const password = randomBytes(12).toString("base64url");
      const services = { data: db.database };
      const user = await createUser(services, { email, password, role });
      const { key } = await createApiKey(services, { userId: user.id, name: "tests" });
      return { userId: user.id, email, password, apiKey: key };
    },
    async api(account, method, path, body) {
      const response = await fetch(`${url}/api/v1${path}`, {
        method,
        headers: {
          authorization: `Bearer ${account.apiKey}`,
          ...(body === undefined ? {} : { "content-type": "application/json" }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, json: text === "" ? undefined : (JSON.parse(text) as unknown) };
    },
    async close() {
      await Promise.all([...running].map((process) => process.stop()));
      await simulator.close();
      await db.drop();
    },
  };
}

async function startProcess(kind: "web" | "sidecar", env: Record<string, string>): Promise<HooklineProcess> {
  const args = [...nodeFlags(kind), join(repository, "dist", `${kind}.js`)];
  const child = spawn(process.execPath, args, {
    cwd: repository,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env, NODE_ENV: "production" },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk: Buffer) => lines.push(String(chunk)));
  const output = () => lines.join("");
  const exited = once(child, "exit");
  const ready = new Promise<void>((resolve) => {
    child.on("message", (message) => {
      if ((message as { type?: unknown }).type === "ready") resolve();
    });
  });
  await Promise.race([
    ready,
    exited.then(() => {
      throw new Error(`${kind} did not start:\n${output()}`);
    }),
  ]);
  return {
    child,
    output,
    async stop() {
      child.kill("SIGTERM");
      await exited;
      return child.exitCode;
    },
    async kill() {
      child.kill("SIGKILL");
      await exited;
    },
  };
}
