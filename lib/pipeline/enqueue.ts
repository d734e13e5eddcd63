import { setTimeout as pause } from "node:timers/promises";
import type { Arrivals } from "../arrival/arrivals";
import type { DeliveryStatus } from "../data/delivery-status";
import type { IncomingUpdate, VerifiedUpdate } from "../data/incoming-update";
import type { Admission } from "./admission";
import type { Deduplication } from "./deduplication";
import { countAccepted, type DeliveryTools } from "./delivery-rows";
import type { Following } from "./follow";

export interface EnqueueOptions {
  /** Aborted: the door is to stop, and what is not stored yet stays at Telegram. */
  stop: AbortSignal;
  /** The batch is not stored yet and is tried again after `pauseMs`. */
  onTrouble: (error: unknown, pauseMs: number) => void;
}

export interface Enqueued {
  /** Whether every update is stored, so that Telegram may forget the batch. */
  complete: boolean;
  /** The ends of the work that the batch has brought. */
  work: Promise<void>[];
}

interface BatchesOptions {
  tools: DeliveryTools;
  arrivals: Arrivals;
  admission: Admission;
  deduplication: Deduplication;
  following: Following;
  resume: (update: IncomingUpdate, attempts: number) => Promise<void>;
}

const maxPauseMs = 5_000;

/** Takes polled batches: each is stored whole, before Telegram may forget it, and then handled in each chat's turn. */
export class Batches {
  readonly #options: BatchesOptions;

  constructor(options: BatchesOptions) {
    this.#options = options;
  }

  /** Stores a batch and hands each update on, in Telegram's order. What the database does not take is tried again until `stop`. */
  async take(updates: readonly VerifiedUpdate[], options: EnqueueOptions): Promise<Enqueued> {
    const { following, resume } = this.#options;
    const found = await this.#storeAll(updates, options);
    /** Chats with an update that could not be stored: Telegram gives it again, and later ones must wait for it. */
    const waiting = new Set<number | null>();
    const work: Promise<void>[] = [];
    for (const [i, update] of updates.entries()) {
      const status = found[i];
      if (!status) waiting.add(update.chatId);
      else if (status.status === "held") work.push(following.follow(update, true));
      else if (status.status === "reply owed") work.push(following.giveReply(update, status.actions));
      else if (status.status === "ours") {
        const mustWait = update.chatId !== null && waiting.has(update.chatId);
        work.push(mustWait ? this.#requeue(update) : resume(update, status.attempts));
      }
    }
    return { complete: waiting.size === 0, work };
  }

  /** @returns where each update stands; undefined where it was not stored before the door was to stop. */
  async #storeAll(
    updates: readonly VerifiedUpdate[],
    { stop, onTrouble }: EnqueueOptions,
  ): Promise<(DeliveryStatus | undefined)[]> {
    const found: (DeliveryStatus | undefined)[] = updates.map(() => undefined);
    for (let pauseMs = 100; ; pauseMs = Math.min(maxPauseMs, pauseMs * 2)) {
      const tries = updates.map(async (update, i) => {
        found[i] ??= await this.#store(update);
      });
      const failed = (await Promise.allSettled(tries)).find((result) => result.status === "rejected");
      if (!failed || stop.aborted) return found;
      onTrouble(failed.reason, pauseMs);
      await pause(pauseMs, undefined, { signal: stop }).catch(() => {});
    }
  }

  /** Stores the update, once. When it resolves, the update is committed. */
  async #store(update: VerifiedUpdate): Promise<DeliveryStatus> {
    const { tools, arrivals, admission, deduplication } = this.#options;
    admission.refuseIfFull();
    const placing = arrivals.place(update);
    if (placing) await placing;
    const open = { state: "open", error: null, actions: null } as const;
    let isNew = await tools.updateStore.insert(update, open);
    // What is stored under its number was another update.
    while (!isNew && (await arrivals.placeAnew(update))) isNew = await tools.updateStore.insert(update, open);
    if (isNew) countAccepted(tools, update);
    else tools.counts.duplicate++;
    const status = isNew ? ({ status: "ours", attempts: 1 } as const) : await deduplication.look(update);
    if (status.status === "ours") admission.expect(update);
    return status;
  }

  /** Leaves a stored update to the recovery: its turn did not come here. */
  async #requeue(update: VerifiedUpdate): Promise<void> {
    const { tools, admission } = this.#options;
    const { botId, arrival } = update;
    admission.expectNoMore(update);
    await tools.updateStore.close({ botId, arrival, state: "open", error: null, actions: null });
  }
}
