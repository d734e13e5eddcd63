import type { Logger } from "../core/log";
import { Connection } from "./connections";

/** Class of the advisory locks that say "process N is alive"; the number is ours alone. */
export const presenceLockClass = 7411;

/** Advisory lock of the process that leads: a pair, in a number space apart from migrate's single one. */
export const leadLock = [7410, 1] as const;

/**
 * Channels of NOTIFY. `hookline_bots` is sent by triggers on user_bots and what belongs to a bot, with its id;
 * `hookline_people` by triggers on users and sessions with the person's; `hookline_reruns` by whoever asks for an
 * update to be handled out of its turn; `hookline_runs` by who begins to move the fleet, with the run's id;
 * `hookline_verdicts` by who judges and who polls, with the ids of bots whose verdict changed or whose polls began or
 * ceased to fail; `hookline_alerts` by triggers on alerts, with bots, kinds and whether they are over.
 */
export type Channel =
  | "hookline_alerts"
  | "hookline_bots"
  | "hookline_live"
  | "hookline_people"
  | "hookline_reruns"
  | "hookline_runs"
  | "hookline_verdicts";

/**
 * The one connection a process keeps for itself: it LISTENs, and it holds an advisory lock under the
 * process's id. PostgreSQL drops that lock the moment the process dies, while a process that is merely
 * paused or busy keeps it: a truer sign of life than any time-out.
 */
export interface Signals {
  /** Listeners also learn, by `onGap`, that notifications may have been missed. */
  on(channel: Channel, listener: (payload: string) => void): void;
  onGap(listener: () => void): void;
  /** False from the moment the connection is lost until it holds the lock again. */
  readonly present: boolean;
  /** Whether this process leads: one of all does, and another one takes over when it dies. */
  lead(): Promise<boolean>;
  close(): Promise<void>;
}

export interface SignalsOptions {
  url: string;
  channels: readonly Channel[];
  /** process_heartbeats.id to hold the presence lock under. */
  processId: number;
  log: Logger;
}

const reconnectMs = 250;

/** Resolves once it listens; later losses of the connection are mended in the background. */
export async function openSignals({ url, channels, processId, log }: SignalsOptions): Promise<Signals> {
  const listeners = new Map<string, ((payload: string) => void)[]>();
  const gapListeners: (() => void)[] = [];
  /** It holds the lock and listens to everything. */
  let client: Connection | undefined;
  /** It does not yet. */
  let beginning: Connection | undefined;
  let closed = false;
  let present = false;
  let retry: NodeJS.Timeout | undefined;
  /** The connection on which the lead's lock was taken; it ends with it. */
  let ledBy: Connection | undefined;
  /** Several ask at once, and a connection takes one query at a time. */
  let asking: Promise<boolean> | undefined;

  async function connect(): Promise<void> {
    const next = new Connection({
      connectionString: url,
      application_name: `hookline signals ${processId}`,
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
    });
    const lost = () => {
      if (client !== next) return;
      client = undefined;
      present = false;
      if (!closed) scheduleReconnect();
    };
    next.on("error", lost);
    next.on("end", lost);
    next.on("notification", ({ channel, payload }) => {
      for (const listener of listeners.get(channel) ?? []) listener(payload ?? "");
    });
    beginning = next;
    try {
      await next.connect();
      // A machine that vanishes without closing its connection is noticed within half a minute.
      await next.query(
        "SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3",
      );
      await next.query("SELECT pg_advisory_lock_shared($1, $2)", [presenceLockClass, processId]);
      for (const channel of channels) await next.query(`LISTEN ${channel}`);
    } catch (error) {
      void next.end().catch(() => {});
      throw error;
    } finally {
      beginning = undefined;
    }
    client = next;
    present = true;
  }

  function scheduleReconnect(): void {
    retry = setTimeout(() => {
      connect().then(
        () => {
          log.info("signals: connected again");
          for (const listener of gapListeners) listener();
        },
        (error: unknown) => {
          log.debug({ err: error }, "signals: cannot connect yet");
          if (!closed) scheduleReconnect();
        },
      );
    }, reconnectMs);
  }

  async function askForLead(): Promise<boolean> {
    const asked = client;
    if (!asked || !present) return false;
    if (ledBy === asked) return true;
    const { rows } = await asked.query("SELECT pg_try_advisory_lock($1, $2) AS mine", [...leadLock]);
    if ((rows[0] as { mine: boolean }).mine) ledBy = asked;
    return ledBy === client && ledBy !== undefined;
  }

  await connect();
  return {
    on: (channel, listener) => void listeners.set(channel, [...(listeners.get(channel) ?? []), listener]),
    onGap: (listener) => void gapListeners.push(listener),
    get present() {
      return present;
    },
    lead() {
      asking ??= askForLead().finally(() => {
        asking = undefined;
      });
      return asking;
    },
    async close() {
      closed = true;
      clearTimeout(retry);
      const last = client ?? beginning;
      client = undefined;
      present = false;
      await last?.end().catch(() => {});
    },
  };
}
