import { type IncomingUpdate, reviveUpdate } from "../data/incoming-update";
import { findOthersOpen } from "../data/open-updates";
import { giveReply } from "../sending/give-reply";
import type { Admission } from "./admission";
import { loadBot } from "./behave";
import type { ChatQueues, Placeholder } from "./chat-queue";
import type { Deduplication } from "./deduplication";
import { Delivery } from "./delivery";
import type { DeliveryTools } from "./delivery-rows";

export interface FollowingOptions {
  tools: DeliveryTools;
  queues: ChatQueues;
  admission: Admission;
  deduplication: Deduplication;
}

/** How long a chat waits for an update that another process holds, in milliseconds. */
const followMs = 120_000;

/** Keeps the places of updates that other processes hold, so that a chat's order holds over several processes. */
export class Following {
  readonly #options: FollowingOptions;

  constructor(options: FollowingOptions) {
    this.#options = options;
  }

  /**
   * Keeps the place of an update that another process holds: later updates of its chat wait here until it is
   * closed, and should its holder die it is handled here. What this process is told to do with it meanwhile, it does
   * in that place.
   *
   * @param delivered whether Telegram delivered it to us, so that a reply whose answer was lost is ours to give.
   */
  follow(update: IncomingUpdate, delivered: boolean): Promise<void> {
    return this.#options.queues.keepPlace(update, delivered, (kept) => this.#inTurn(kept));
  }

  /** Follows what other processes hold of these bots, or left behind. */
  async followOthers(botIds: readonly number[]): Promise<void> {
    const { services, processId } = this.#options.tools;
    for (const row of await findOthersOpen(services.data, processId, botIds)) {
      void this.follow(reviveUpdate(row), false);
    }
  }

  /** Sends a reply whose webhook's answer never arrived, in its chat's turn. */
  giveReply(update: IncomingUpdate, actions: string): Promise<void> {
    const { queues, admission } = this.#options;
    return admission.acquire(
      update,
      queues.run(update, () => this.#send(update, actions)),
    );
  }

  async #inTurn(kept: Placeholder): Promise<void> {
    const { tools, admission, deduplication } = this.#options;
    const asked = () => ({ ...kept.update, delivered: kept.delivered });
    const found = await deduplication.lookUntilFree(asked, followMs, (ms) => kept.workWithin(ms));
    const { update } = kept;
    if (found.status === "ours") {
      const delivery = new Delivery(tools, update, { attempts: found.attempts, claimed: true });
      await admission.acquire(update, delivery.handle());
    } else if (found.status === "reply owed") await this.#send(update, found.actions);
  }

  #send(update: IncomingUpdate, actions: string): Promise<void> {
    const { tools } = this.#options;
    return giveReply(tools, update, actions, () => loadBot(tools.bots, update.botId, tools.stop));
  }
}
