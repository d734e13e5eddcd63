import { hostname } from "node:os";
import { createSessionDirectory, type SessionDirectory } from "../accounts/session-directory";
import type { Config } from "../config/env";
import type { Services } from "../context";
import { type Clock, systemClock } from "../core/clock";
import { createLogger } from "../core/log";
import { createVault, type VaultKey } from "../core/vault";
import { createDatabase } from "../data/database";
import { enterProcess, heartbeat, leaveProcess, type ProcessKind } from "../data/heartbeats";
import type { ProcessFacts } from "../data/processes";
import { openSignals, type Signals } from "../data/signals";
import type { WebhookDoor } from "../doors/webhook-door";
import { createExpressions } from "../expressions/expressions";
import { mailerOf } from "../mail/mailer-of";
import { createTelegram } from "../telegram/client";
import { CallFailureRecord } from "./call-failure-record";
import { every } from "./every";
import { createLiveEvents, type LiveEvents } from "./live-events";
import { version } from "./version";

/** The configuration of a process that works: what `npm start` may generate must be there by now. */
export type RuntimeConfig = Config & {
  DATABASE_URL: string;
  NEXTAUTH_SECRET: string;
  TOKEN_ENCRYPTION_KEYS: readonly VaultKey[];
};

/** What pages and the REST API work with, made once a process; the ground of every other process too. */
export interface Portal extends Services {
  readonly config: RuntimeConfig;
  readonly processId: number;
  readonly signals: Signals;
  readonly sessions: SessionDirectory;
  readonly liveEvents: LiveEvents;
  /** Only in a process that takes updates; one for pages alone has none. */
  readonly webhookDoor?: WebhookDoor;
  /** Says good-bye and closes every connection. */
  close(): Promise<void>;
}

type OwnFacts = Omit<ProcessFacts, "rssMb">;

export interface PortalOptions {
  clock?: Clock;
  /** What of its updates the process tells with every heartbeat; nothing where it takes none. */
  facts?: () => OwnFacts;
}

/** Pages hold nothing that could be taken over, so that nobody waits to hear of them. */
const heartbeatMs: Record<ProcessKind, number> = { web: 1_000, sidecar: 1_000, pages: 5_000 };
/** How often a process beats that has nothing in hand and nothing new to tell; its lock says meanwhile that it lives. */
const restingHeartbeatMs = 2_000;
/** Failed calls to Telegram are written down this often. */
const recordMs = 5_000;

/** Enters the process and opens what it shares with no other: database, signals, sessions, Telegram. */
export async function startPortal(
  config: RuntimeConfig,
  kind: ProcessKind,
  options: PortalOptions = {},
): Promise<Portal> {
  const log = createLogger(config.LOG_LEVEL, kind);
  const data = createDatabase(config.DATABASE_URL, {
    applicationName: `hookline ${kind}`,
    onError: (error) => log.warn({ err: error }, "database: idle connection lost"),
  });
  const clock = options.clock ?? systemClock;
  const failures = new CallFailureRecord(data, clock.now);
  const services: Services = {
    config,
    data,
    log,
    clock,
    vault: createVault(config.TOKEN_ENCRYPTION_KEYS),
    telegram: createTelegram(
      {
        apiRoot: config.TELEGRAM_API_ROOT,
        http2: config.TELEGRAM_HTTP2,
        caFile: config.TELEGRAM_CA_FILE,
      },
      (failed) => failures.note(failed),
    ),
    expressions: createExpressions(log),
    mail: mailerOf(config),
  };
  const processId = await enterProcess(data, { kind, host: hostname(), pid: process.pid, version });
  const channels = [
    "hookline_alerts",
    "hookline_bots",
    "hookline_live",
    "hookline_people",
    "hookline_reruns",
    "hookline_runs",
    "hookline_verdicts",
  ] as const;
  const signals = await openSignals({ url: config.DATABASE_URL, channels, processId, log });

  const sessions = createSessionDirectory({ data, log, hears: () => signals.present });
  signals.on("hookline_people", (payload) => sessions.forget(Number(payload)));
  signals.onGap(() => sessions.forgetAll());

  const stopRecording = every(recordMs, () => failures.flush(), log, "failed calls");
  let told: OwnFacts | undefined;
  const tell = async () => {
    const now = options.facts?.() ?? { inFlight: 0, refusing: false, serving: true };
    // A process at rest, of which no update could be taken over, is silent every other second. A sidecar with short leases
    // never is: it would be thought paused.
    const rests =
      heartbeatMs[kind] < restingHeartbeatMs &&
      (kind !== "sidecar" || config.LEASE_TTL_MS >= 3 * restingHeartbeatMs) &&
      signals.present &&
      now.inFlight === 0 &&
      now.inFlight === told?.inFlight &&
      now.refusing === told.refusing &&
      now.serving === told.serving;
    if (!rests) {
      const rssMb = Math.round(process.memoryUsage.rss() / 2 ** 20);
      await heartbeat(data, processId, { ...now, rssMb });
    }
    told = rests ? undefined : now;
  };
  const stopHeartbeats = every(heartbeatMs[kind], tell, log, "heartbeat");

  return {
    ...services,
    config,
    processId,
    signals,
    sessions,
    liveEvents: createLiveEvents(data, signals),
    async close() {
      await stopRecording();
      await stopHeartbeats();
      await leaveProcess(data, processId).catch((error: unknown) =>
        log.warn({ err: error }, "left without a word"),
      );
      await Promise.all([signals.close(), services.telegram.close(), services.expressions.close()]);
      services.mail?.close();
      await data.close();
    },
  };
}
