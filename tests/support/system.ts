import { randomBytes } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { registerBot } from "../../lib/bots/register-bot";
import type { BotView } from "../../lib/bots/schemas";
import type { TenantContext } from "../../lib/context";
import { PollingDoor } from "../../lib/doors/polling-door";
import { type Runtime, type RuntimeParts, startRuntime } from "../../lib/runtime/runtime";
import { readRuntimeConfig } from "../../lib/runtime/start-from-environment";
import { serveWebhook } from "../../lib/web/node-webhook";
import { createSimulator, type Simulator, type SimulatorOptions } from "../simulator/index";
import { createTestDatabase, type TestDatabase } from "./database";

/** A sidecar inside the test: its runtime and its polling door. */
export interface TestSidecar {
  runtime: Runtime;
  door: PollingDoor;
  stop(): Promise<void>;
}

/** Hookline's working parts in one process, on a database and a simulator of its own. */
export interface TestSystem {
  db: TestDatabase;
  simulator: Simulator;
  web: Runtime;
  /** Where the webhook door listens, as WEBHOOK_BASE_URL has it. */
  baseUrl: string;
  /** Makes a tenant. */
  tenant(role?: "tenant" | "admin"): Promise<TenantContext>;
  /** A bot known to the simulator and registered for a tenant. */
  register(
    ctx: TenantContext,
    options?: { mode?: "webhook" | "polling"; dropPending?: boolean },
  ): Promise<{ bot: BotView; token: string; telegramId: number }>;
  startSidecar(parts?: RuntimeParts): Promise<TestSidecar>;
  close(): Promise<void>;
}

export interface SystemOptions {
  env?: Record<string, string>;
  simulator?: SimulatorOptions;
  /** Leave out WEBHOOK_BASE_URL. */
  noPublicAddress?: boolean;
  /** Parts in the place of the web process's usual ones. */
  parts?: RuntimeParts;
}

export async function startSystem(options: SystemOptions = {}): Promise<TestSystem> {
  const db = await createTestDatabase();
  const simulator = await createSimulator(options.simulator);
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const config = readRuntimeConfig({
    DATABASE_URL: db.url,
    TELEGRAM_API_ROOT: simulator.url,
    NEXTAUTH_SECRET: "a test's secret of more than thirty-two characters",
    TOKEN_ENCRYPTION_KEYS: `test:${randomBytes(32).toString("base64")}`,
    LOG_LEVEL: "fatal",
    LEASE_TTL_MS: "3000",
    ...(options.noPublicAddress ? {} : { WEBHOOK_BASE_URL: baseUrl }),
    ...options.env,
  });
  const web = await startRuntime(config, "web", options.parts);
  serveDoor(server, web);
  const sidecars = new Set<TestSidecar>();
  let users = 0;

  return {
    db,
    simulator,
    web,
    baseUrl,
    async tenant(role = "tenant") {
      const user = await db.database.prisma.user.create({
        data: { email: `t${++users}@example.org`, passwordHash: "none", role },
      });
      return { ...web, actor: { userId: user.id, role } };
    },
    async register(ctx, input = {}) {
      const { id: telegramId, token } = await simulator.createBot({});
      const bot = await registerBot(ctx, { token, ...input });
      return { bot, token, telegramId };
    },
    async startSidecar(parts) {
      const runtime = await startRuntime(config, "sidecar", parts);
      const { pipeline, bots, signals, processId, onUnauthorized } = runtime;
      const door = new PollingDoor({ services: runtime, pipeline, bots, signals, processId, onUnauthorized });
      await door.start();
      const sidecar: TestSidecar = {
        runtime,
        door,
        async stop() {
          sidecars.delete(sidecar);
          await door.close();
          await runtime.close();
        },
      };
      sidecars.add(sidecar);
      return sidecar;
    },
    async close() {
      await Promise.all([...sidecars].map((sidecar) => sidecar.stop()));
      server.closeAllConnections();
      server.close();
      await web.close();
      await simulator.close();
      await db.drop();
    },
  };
}

function serveDoor(server: Server, runtime: Runtime): void {
  server.on("request", (request, response) => {
    const userId = (request.url ?? "").replace(/^\/webhook\//, "");
    void serveWebhook(runtime.webhookDoor, userId, request, response);
  });
}

/** Waits until `probe` gives something else than undefined or false. */
export async function until<T>(
  what: string,
  probe: () => Promise<T | undefined | false> | T | undefined | false,
  maxMs = 15_000,
): Promise<T> {
  const end = performance.now() + maxMs;
  for (;;) {
    const value = await probe();
    if (value !== undefined && value !== false) return value;
    if (performance.now() > end) throw new Error(`Waited ${maxMs} ms in vain for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
