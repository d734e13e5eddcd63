import { assertAdmin } from "../accounts/assert-admin";
import type { TenantContext } from "../context";
import type { CanaryRecord } from "../data/canary";
import {
  type DatabaseRow,
  findDatabase,
  findProcesses,
  findQueue,
  maxCounted,
  type ProcessRow,
} from "../data/processes";
import { readDeployment } from "./deployment";

/** alive: it beats. hung: it holds its lock and says nothing. dead: neither; it did not end cleanly. */
type ProcessState = "alive" | "hung" | "dead";

export interface ProcessView extends Omit<ProcessRow, "startedAt" | "seenAt" | "heard" | "present"> {
  startedAt: string;
  seenAt: string;
  state: ProcessState;
}

export interface ProcessesView {
  processes: ProcessView[];
  /** Updates that are stored and not handled yet; `more`: there are more than were counted. */
  queue: { open: number; more: boolean; oldestAt: string | null };
  database: DatabaseRow & {
    /** How long it took for a small question. */
    ms: number;
  };
  /** What the canary says of the public address; null where there is none, or nothing is known. */
  canary: CanaryRecord | null;
}

/** The processes that serve the portal, what waits for them, and the database under them. */
export async function fleetProcesses(ctx: TenantContext): Promise<ProcessesView> {
  assertAdmin(ctx);
  const [rows, queue, database, deployment] = await Promise.all([
    findProcesses(ctx.data),
    findQueue(ctx.data),
    findDatabase(ctx.data),
    readDeployment(ctx),
  ]);
  return {
    processes: rows.map(({ heard, present, startedAt, seenAt, ...row }) => ({
      ...row,
      startedAt: startedAt.toISOString(),
      seenAt: seenAt.toISOString(),
      state: heard ? "alive" : present ? "hung" : "dead",
    })),
    queue: {
      open: Math.min(queue.open, maxCounted),
      more: queue.open > maxCounted,
      oldestAt: queue.oldestAt?.toISOString() ?? null,
    },
    database: { ...database, ms: deployment.databaseMs ?? 0 },
    canary: deployment.canary ?? null,
  };
}
