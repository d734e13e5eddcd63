import type { UpdateAction, UpdateView } from "./schemas";

/** A stored update as the database gives it. */
export interface StoredUpdate {
  arrival: bigint;
  raisedBy: bigint;
  kind: string;
  chatId: bigint | null;
  door: "webhook" | "polling" | "none";
  state: UpdateView["state"];
  attempts: number;
  error: string | null;
  receivedAt: Date;
  handledAt: Date | null;
  /** JSON array of calls. */
  actions: string | null;
}

/** What of an update its owner sees. */
export function updateView(row: StoredUpdate): UpdateView {
  return {
    updateId: Number(row.arrival - row.raisedBy),
    arrival: Number(row.arrival),
    kind: row.kind,
    chatId: row.chatId === null ? null : Number(row.chatId),
    door: row.door,
    state: row.state,
    attempts: row.attempts,
    error: row.error,
    receivedAt: row.receivedAt.toISOString(),
    handledAt: row.handledAt?.toISOString() ?? null,
    actions: actionsOf(row.actions),
  };
}

/** The calls of a record; none where nothing was done. */
export function actionsOf(record: string | null): UpdateAction[] {
  return record === null ? [] : (JSON.parse(record) as UpdateAction[]);
}
