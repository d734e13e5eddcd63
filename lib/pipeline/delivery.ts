import type { LoadedBot } from "../bots/bot-directory";
import type { IncomingUpdate } from "../data/incoming-update";
import { callForUpdate } from "../sending/call-for-update";
import type { Answered, MethodCall } from "../sending/call-telegram";
import { UpdateCalls } from "../sending/update-calls";
import { behave, failedOutcome, loadBot } from "./behave";
import { next } from "./delivery-machine";
import {
  claimRow,
  closeRow,
  countOutcome,
  type DeliveryTools,
  insertRow,
  openRow,
  setRowAside,
} from "./delivery-rows";
import {
  arrive,
  type DeliveryEffect,
  type DeliveryEvent,
  DeliveryOver,
  type DeliverySender,
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
  readonly #sender: DeliverySender | undefined;
  readonly #calls: UpdateCalls;
  #state: DeliveryState;
  #bot: LoadedBot | undefined;
  #outcome = openRow;
  #budget: NodeJS.Timeout | undefined;
  #freeSlot: (() => void) | undefined;
  /** What whoever asked last was told, and how to tell it where it waits. */
  #go: boolean | undefined;
  #told: ((goOn: boolean) => void) | undefined;
  /** Why the update was not stored. */
  #trouble: unknown;

  constructor(tools: DeliveryTools, update: IncomingUpdate, start: DeliveryStart, sender?: DeliverySender) {
    this.#sender = sender;
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
    const turn = this.#ask({ type: "turn", careful: this.#start.careful ?? false });
    // What is told at once costs no turn of the microtask queue: every update would pay it.
    if (turn !== true && !(await turn)) return;
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
    let committed = this.#commit();
    while (committed === undefined) {
      // The answer was given without the reply.
      await this.#calls.sendHeld().catch((error: unknown) => this.#failed(error));
      committed = this.#commit();
    }
    if (!(await committed)) return;
    const ms = Math.round((clock.monotonic() - began) * 10) / 10;
    countOutcome(this.#tools, this.update, this.#outcome, { ms, rerun: this.#start.rerun });
  }

  async #failed(error: unknown): Promise<void> {
    this.#calls.dropHeld();
    if (isOver(this.#state)) return;
    if (!this.#tools.stop.aborted) this.#tools.counts.failed++;
    this.#outcome = await failedOutcome(this.#tools, this.update, error, this.#start);
  }

  /** Whether the outcome is committed, once that is known; undefined where a held reply has to go by a call first. */
  #commit(): boolean | Promise<boolean> | undefined {
    const committed = this.#ask({ type: "behaved", reply: this.#calls.held !== undefined });
    if (this.#state.phase === "running") return undefined;
    this.#calls.close();
    return committed;
  }

  /** Makes a call of the behaviours when the row is stored and a slot is free. */
  #call(call: MethodCall): Promise<Answered> {
    return callForUpdate(this.#tools, this.#bot as LoadedBot, call, {
      wait: async () => {
        if (!(await this.#ask({ type: "call" }))) throw new DeliveryOver(call.method, this.#trouble);
      },
      putOff: () => void this.#dispatch({ type: "put off" }),
      end: () => void this.#dispatch({ type: "call ended" }),
    });
  }

  /** Asks the machine for something; what comes of it, at once or later, is whether it may be done. */
  #ask(event: DeliveryEvent): boolean | Promise<boolean> {
    this.#told = undefined;
    this.#go = undefined;
    if (this.#dispatch(event).includes("refuse")) return false;
    return (
      this.#go ??
      new Promise((resolve) => {
        this.#told = resolve;
      })
    );
  }

  #tell(goOn: boolean): void {
    this.#go = goOn;
    this.#told?.(goOn);
  }

  #dispatch(event: DeliveryEvent): readonly DeliveryEffect[] {
    if (event.type === "not stored") this.#trouble = event.error;
    const { state, effects } = next(this.#state, event);
    this.#state = state;
    for (const effect of effects) this.#perform(effect);
    return effects;
  }

  #perform(effect: DeliveryEffect): void {
    switch (effect) {
      case "claim":
        this.#write(claimRow(this.#tools, this.update));
        break;
      case "insert":
        this.#write(insertRow(this.#tools, this.update, this.#outcome, this.#calls));
        break;
      case "close":
        this.#write(closeRow(this.#tools, this.update, this.#outcome, this.#calls));
        break;
      case "set aside":
        this.#write(setRowAside(this.#tools, this.update, this.#state.row === "ours", this.#start.rerun));
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
        this.#sender?.onAnswer({
          stored: true,
          reply: this.#state.phase === "closed" ? this.#calls.held : undefined,
        });
        break;
      case "answer duplicate":
        this.#sender?.onAnswer({ stored: false });
        break;
      case "fail":
        this.#sender?.onFailed(this.#trouble);
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

  #write(statement: Promise<DeliveryEvent>): void {
    void statement.then((event) => this.#dispatch(event));
  }

  async #takeSlot(): Promise<void> {
    this.#freeSlot = await this.#tools.sendSlots.take(this.update.botId);
    this.#dispatch({ type: "slot granted" });
  }
}
