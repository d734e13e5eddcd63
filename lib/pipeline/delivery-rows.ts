import { retryUntilStopped } from "../core/retry-until-stopped";
import type { IncomingUpdate } from "../data/incoming-update";
import type { UpdateStore } from "../data/update-store";
import type { FirstOutcome } from "../data/updates";
import type { SendSlots } from "../sending/send-slots";
import type { UpdateCalls } from "../sending/update-calls";
import type { CounterBuffer } from "../statistics/counter-buffer";
import type { BehaveTools } from "./behave";
import type { DeliveryEvent } from "./delivery-state";
import { quarantineUpdate, type Rerun } from "./quarantine";

/** What the deliveries of a process share. */
export interface DeliveryTools extends BehaveTools {
  onUnauthorized: (bot: { id: number; token: string }) => void;
  /** A reply that should have travelled in an answer did not, or may not have. */
  notAnswered: (update: { botId: number; arrival: number }) => void;
  updateStore: UpdateStore;
  sendSlots: SendSlots;
  counters: CounterBuffer;
  processId: number;
  counts: { accepted: number; duplicate: number; handled: number; failed: number; maybeTwice: number };
}

export const openRow: FirstOutcome = { state: "open", error: null, actions: null };

/** Stores the update's row, open and held by this process; resolves to the event that it came to. */
export function claimRow(tools: DeliveryTools, update: IncomingUpdate): Promise<DeliveryEvent> {
  return storeRow(tools, update, openRow, { type: "stored" });
}

/** Stores the update's row with its outcome, in one commit. */
export function insertRow(
  tools: DeliveryTools,
  update: IncomingUpdate,
  outcome: FirstOutcome,
  calls: UpdateCalls,
): Promise<DeliveryEvent> {
  return storeRow(tools, update, { ...outcome, actions: calls.record() }, { type: "committed" });
}

function storeRow(
  tools: DeliveryTools,
  update: IncomingUpdate,
  first: FirstOutcome,
  done: DeliveryEvent,
): Promise<DeliveryEvent> {
  return tools.updateStore.insert(update, first).then((isNew) => {
    if (!isNew) return { type: "duplicate" };
    countAccepted(tools, update);
    return done;
  }, notStored);
}

/** Writes the outcome into a row that is ours. */
export function closeRow(
  { updateStore }: DeliveryTools,
  { botId, arrival }: IncomingUpdate,
  outcome: FirstOutcome,
  calls: UpdateCalls,
): Promise<DeliveryEvent> {
  return updateStore
    .close({ botId, arrival, ...outcome, actions: calls.record() })
    .then((): DeliveryEvent => ({ type: "committed" }), notStored);
}

/** Quarantines the update with its chat. `stored`: its row is ours already. */
export function setRowAside(
  tools: DeliveryTools,
  update: IncomingUpdate,
  stored: boolean,
  rerun: Rerun | undefined,
): Promise<DeliveryEvent> {
  const { services, processId, stop } = tools;
  const put = () => quarantineUpdate(services, processId, update, { stored, rerun });
  // A row that is ours stays ours while the database is away; what is not stored is left to its sender.
  const done = stored ? retryUntilStopped(put, stop) : put();
  return done.then((aside): DeliveryEvent => {
    if (aside === "before") return { type: "duplicate" };
    if (aside === "free") return { type: "not quarantined" };
    if (!stored) countAccepted(tools, update);
    const { botId, updateId, door } = update;
    services.log.info({ bot: botId, update: updateId, door, outcome: "quarantined" }, "update");
    return { type: "quarantined" };
  }, notStored);
}

const notStored = (error: unknown): DeliveryEvent => ({ type: "not stored", error });

/** The update is stored for the first time, by this process. */
export function countAccepted({ counts, counters }: DeliveryTools, update: IncomingUpdate): void {
  counts.accepted++;
  counters.arrived(update);
}

/** Logs one line about the update whose outcome is written, and counts it. `ms`: how long it was handled. */
export function countOutcome(
  { services, counts, counters }: DeliveryTools,
  { botId, updateId, chatId, kind, door }: IncomingUpdate,
  { state, error }: FirstOutcome,
  { ms, rerun }: { ms: number; rerun: Rerun | undefined },
): void {
  services.log.info({ bot: botId, update: updateId, door, outcome: state, ms }, "update");
  if (state === "open") return;
  counts.handled++;
  // A replay is no update that arrived: it was counted when it did.
  if (rerun === "replay") return;
  counters.handled({ botId, updateId, chatId, kind, door, failed: state === "dead" || error !== null, ms });
}
