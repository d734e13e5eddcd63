import type { TenantContext } from "../../lib/context";
import { type Clock, systemClock } from "../../lib/core/clock";
import { putReplies } from "../../lib/replies/put-replies";
import { startBackgroundJobs } from "../../lib/runtime/background-jobs";
import type { RuntimeParts } from "../../lib/runtime/runtime";
import { startSystem, type TestSystem } from "../support/system";
import type { ChaosBot } from "./deployment";
import { Ledger } from "./ledger";
import type { Outcome } from "./scenario";
import { settle } from "./settle";

/** A clock whose time of day can be moved; what measures spans of time goes on undisturbed, as in a kernel. */
export interface BentClock extends Clock {
  jump(ms: number): void;
}

export function bentClock(): BentClock {
  let offsetMs = 0;
  return {
    now: () => systemClock.now() + offsetMs,
    monotonic: () => systemClock.monotonic(),
    jump(ms) {
      offsetMs += ms;
    },
  };
}

/** Web and sidecars inside this process, for what cannot be done to a process from outside. */
export interface InProcess {
  system: TestSystem;
  tenant: TenantContext;
  ledger: Ledger;
  bots: ChaosBot[];
  /** Waits for everything, counts, ends it all. */
  finish(wanted: { maxMs: number; dead?: number }): Promise<Outcome>;
  close(): Promise<void>;
}

export interface InProcessOptions {
  bots: number;
  mode(i: number): "webhook" | "polling";
  env: Record<string, string>;
  web?: RuntimeParts;
  sidecars: RuntimeParts[];
}

export async function startInProcess(options: InProcessOptions): Promise<InProcess> {
  const system = await startSystem({ env: options.env, ...(options.web ? { parts: options.web } : {}) });
  const stops: (() => Promise<void>)[] = [];
  let closed = false;
  async function close(): Promise<void> {
    if (closed) return;
    closed = true;
    await Promise.all(stops.map((stop) => stop()));
    await system.close();
  }
  try {
    const ledger = new Ledger(system.simulator);
    const tenant = await system.tenant();
    for (const parts of options.sidecars) {
      const { runtime } = await system.startSidecar(parts);
      stops.push(startBackgroundJobs(runtime));
    }
    const bots: ChaosBot[] = [];
    for (let i = 0; i < options.bots; i++) {
      const { bot, telegramId } = await system.register(tenant, { mode: options.mode(i) });
      const replies = [{ trigger: { type: "any" as const }, text: "{{text}}", enabled: true }];
      await putReplies(tenant, { botId: bot.id, replies });
      bots.push({ id: bot.id, telegramId });
      ledger.watch({ id: bot.id, telegramId });
    }
    return {
      system,
      tenant,
      ledger,
      bots,
      async finish(wanted) {
        try {
          const problems = await settle(ledger, system.db.database, wanted);
          return { ...(await ledger.judge(system.db.database)), problems, notes: [] };
        } finally {
          await close();
        }
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
