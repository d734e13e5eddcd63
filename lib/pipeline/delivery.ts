import type { LoadedBot } from "../bots/bot-directory";
import type { IncomingUpdate } from "../data/incoming-update";
import type { FirstOutcome } from "../data/updates";
import { type Answered, callUntilAnswered, type MethodCall } from "../sending/call-telegram";
import { UpdateCalls } from "../sending/update-calls";
import { classifyFailure } from "../telegram/failure";
import { behave, failedOutcome, loadBot } from "./behave";
import { next } from "./delivery-machine";
import { closeRow, countOutcome, type DeliveryTools, setRowAside, storeRow } from "./delivery-rows";
import {
  arrive,
  type DeliveryEffect,
  type DeliveryEvent,
  DeliveryOver,
  type DeliveryStart,
  type DeliveryState,
  isOver,
} from "./delivery-state";
import { isQuarantined } from "./quarantine";

/**
 * The handling of one update, from its arrival to its end. `delivery-machine.ts` decides; this performs what it names: rows,
 * slots, the budget's timer and the answer.
 */
export class Delivery {
  readonly update: IncomingUpdate;
  readonly #tools: DeliveryTools;
  readonly #start: DeliveryStart;
  readonly #calls: UpdateCalls;
  #state: DeliveryState;
  #bot: LoadedBot | undefined;
  #outcome: FirstOutcome = { state: "open", error: null, actions: null };
  #budget: NodeJS.Timeout | undefined;
  #freeSlot: (() => void) | undefined;
  /** Tells whoever asked last whether it may go on. */
  #told: ((goOn: boolean) => void) | undefined;
  /** Why the update was not stored. */
  #trouble: unknown;

  constructor(tools: DeliveryTools, update: IncomingUpdate, start: DeliveryStart) {
    this.#tools = tools;
    this.update = update;
    this.#start = start;
    const answered = start.budgetMs !== undefined;
    this.#state = arrive({ claimed: start.claimed, answered });
    this.#calls = new UpdateCalls((call) => this.#call(call), answered);
    if (answered) this.#budget = setTimeout(() => this.#dispatch({ type: "budget over" }), start.budgetMs);
  }

  /** Handles the update in its turn; resolves when nothing of it is under way any more. It does not throw. */
  async handle(): Promise<void> {
    const { clock } = this.#tools.services;
    const began = clock.monotonic();
    if (!(await this.#ask({ type: "turn", careful: this.#start.careful ?? false }))) return;
    try {
      this.#tools.stop.throwIfAborted();
      const { botId } = this.update;
      this.#bot = this.#tools.bots.peek(botId) ?? (await loadBot(this.#tools.bots, botId, this.#tools.stop));
      if (this.#bot && isQuarantined(this.#bot, this.update, this.#start.rerun)) {
        if (!(await this.#ask({ type: "set aside" }))) return;
      }
      this.#outcome = await behave(this.#tools, this.update, this.#bot, this.#calls);
    } catch (error) {
      await this.#failed(error);
    }
    if (!(await this.#commit())) return;
    const ms = Math.round((clock.monotonic() - began) * 10) / 10;
    countOutcome(this.#tools, this.update, this.#outcome, { ms, rerun: this.#start.rerun });
  }

  async #failed(error: unknown): Promise<void> {
    this.#calls.dropHeld();
    if (isOver(this.#state)) return;
    if (!this.#tools.stop.aborted) this.#tools.counts.failed++;
    this.#outcome = await failedOutcome(this.#tools, this.update, error, this.#start);
  }

  /** @returns whether the outcome is committed. */
  async #commit(): Promise<boolean> {
    for (;;) {
      const reply = this.#calls.held !== undefined;
      const committed = this.#ask({ type: "behaved", reply });
      if (this.#state.phase !== "running") {
        this.#calls.close();
        return committed;
      }
      // The answer was given without it.
      await this.#calls.sendHeld().catch((error: unknown) => this.#failed(error));
    }
  }

  /** Makes a call of the behaviours when the row is stored and a slot is free. */
  async #call(call: MethodCall): Promise<Answered> {
    const { services, stop, counts, onUnauthorized } = this.#tools;
    await this.#mayCall(call);
    // A call that Telegram has put off was not made: others of the bot may go first.
    const putOff = async (wait: () => Promise<void>) => {
      this.#dispatch({ type: "put off" });
      await wait();
      await this.#mayCall(call);
    };
    try {
      const { token } = this.#bot as LoadedBot;
      const answered = await callUntilAnswered(services.telegram, token, call, stop, putOff);
      if (answered.maybeTwice) counts.maybeTwice++;
      return answered;
    } catch (error) {
      if (classifyFailure(error) === "unauthorized") onUnauthorized(this.#bot as LoadedBot);
      throw error;
    } finally {
      this.#dispatch({ type: "call ended" });
    }
  }

  async #mayCall({ method }: MethodCall): Promise<void> {
    if (await this.#ask({ type: "call" })) return;
    throw new DeliveryOver(method, this.#trouble);
  }

  /** Asks the machine for something; resolves to whether it may be done. */
  #ask(event: DeliveryEvent): Promise<boolean> {
    return new Promise((resolve) => {
      const before = this.#told;
      this.#told = resolve;
      if (this.#dispatch(event).includes("refuse")) {
        this.#told = before;
        resolve(false);
      }
    });
  }

  #tell(goOn: boolean): void {
    const told = this.#told;
    this.#told = undefined;
    told?.(goOn);
  }

  #dispatch(event: DeliveryEvent): readonly DeliveryEffect[] {
    if (event.type === "not stored") this.#trouble = event.error;
    const { state, effects } = next(this.#state, event);
    this.#state = state;
    for (const effect of effects) this.#perform(effect);
    return effects;
  }

  #perform(effect: DeliveryEffect): void {
    const { onAnswer, onFailed, rerun } = this.#start;
    const written = (event: Promise<DeliveryEvent>) => void event.then((came) => this.#dispatch(came));
    const outcome = () => ({ ...this.#outcome, actions: this.#calls.record() });
    switch (effect) {
      case "claim":
        written(storeRow(this.#tools, this.update, { state: "open", error: null, actions: null }, "stored"));
        break;
      case "insert":
        written(storeRow(this.#tools, this.update, outcome(), "committed"));
        break;
      case "close":
        written(closeRow(this.#tools, this.update, outcome()));
        break;
      case "set aside":
        written(setRowAside(this.#tools, this.update, { stored: this.#state.row === "ours", rerun }));
        break;
      case "take slot":
        void this.#takeSlot();
        break;
      case "free slot":
        this.#freeSlot?.();
        this.#freeSlot = undefined;
        break;
      case "clear budget":
        clearTimeout(this.#budget);
        break;
      case "answer":
        onAnswer?.({ stored: true, reply: this.#state.phase === "closed" ? this.#calls.held : undefined });
        break;
      case "answer duplicate":
        onAnswer?.({ stored: false });
        break;
      case "fail":
        onFailed?.(this.#trouble);
        break;
      case "doubt":
        this.#tools.notAnswered(this.update);
        break;
      case "go":
        this.#tell(true);
        break;
      case "end":
        this.#tell(false);
        break;
    }
  }

  async #takeSlot(): Promise<void> {
    this.#freeSlot = await this.#tools.sendSlots.take(this.update.botId);
    this.#dispatch({ type: "slot granted" });
  }
}
