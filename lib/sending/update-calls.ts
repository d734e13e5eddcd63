import { isRefusal } from "../telegram/failure";
import { AnswerCall } from "./answer-call";
import type { Answered, MethodCall } from "./call-telegram";

/** What a bot did in answer to an update, for the inspector. */
export interface RecordedAction extends MethodCall {
  via: "api" | "webhook-reply";
  /** null: sent in the webhook's answer, whose result Telegram does not tell. */
  ok: boolean | null;
  error?: string;
  /** An earlier try's answer did not come, so that Telegram may have carried the call out twice. */
  maybeTwice?: true;
}

/** Methods that Telegram executes from a webhook's answer and whose result nobody needs. */
const qualifies = (method: string): boolean => method.startsWith("send") && method !== "sendChatAction";

/** Methods whose place among the others does not matter, so that a held reply need not go first. */
const unordered = new Set(["answerCallbackQuery", "sendChatAction", "answerInlineQuery"]);

/** A behaviour made a call that it did not await, after its update's outcome was written. */
export class LateCall extends Error {
  override readonly name = "LateCall";
  constructor(readonly method: string) {
    super(`${method} was called after the update's outcome was written: await every call of a behaviour.`);
  }
}

const held = Promise.resolve(true);

/**
 * Makes an update's calls, one after another, and keeps the record of them. The first message a bot sends is held
 * back: if it stays the only one it travels in the webhook's answer and saves a round trip; if another follows, the
 * held one is sent first, so that messages arrive in the order they were sent.
 */
export class UpdateCalls {
  readonly #actions: RecordedAction[] = [];
  /** Sentences of behaviours that meant to act and could not. */
  readonly notes: string[] = [];
  readonly #perform: (call: MethodCall) => Promise<Answered>;
  #mayHold: boolean;
  #closed = false;
  #held: AnswerCall | undefined;
  /** The end of the call that was asked for last; it never rejects. */
  #last: Promise<unknown> | undefined;

  /**
   * @param perform makes a call; it is never called while its last call is under way.
   * @param mayHold whether there is a webhook's answer to put a reply into.
   */
  constructor(perform: (call: MethodCall) => Promise<Answered>, mayHold: boolean) {
    this.#perform = perform;
    this.#mayHold = mayHold;
  }

  /**
   * Makes a call when the calls before it have ended, or holds it for the webhook's answer; a held call resolves to `true`.
   *
   * @throws TelegramRefusal when Telegram says no; LateCall when the update's outcome is written already.
   */
  make(method: string, params: object): Promise<unknown> {
    const call = { method, params };
    // A call that is only held ends at once, and nothing waits for it.
    if (!this.#last && this.#hold(call)) return held;
    const made = this.#last ? this.#last.then(() => this.#make(call)) : this.#make(call);
    // Who does not await a call does not hear of its failure, and must not end the process with it.
    const end = made.then(
      () => {},
      () => {},
    );
    this.#last = end;
    return made;
  }

  /** The end of every call that was asked for so far; undefined where none was made. */
  get ended(): Promise<unknown> | undefined {
    return this.#last;
  }

  /** The reply that waits for the webhook's answer, if any. */
  get held(): AnswerCall | undefined {
    return this.#held;
  }

  /** Forgets the reply that waits for the answer: the update is handled again, and the answer carries nothing. */
  dropHeld(): void {
    this.#held = undefined;
  }

  /** The outcome is about to be written: calls that are made from now on are refused. */
  close(): void {
    this.#closed = true;
  }

  /** JSON of everything done, a held reply counted as sent in the answer; null where nothing was. */
  record(): string | null {
    const held = this.#held;
    if (!held) return this.#actions.length > 0 ? JSON.stringify(this.#actions) : null;
    // A RecordedAction, around the JSON that the answer has as well.
    const last = `{"method":"${held.method}","params":${held.paramsJson},"via":"webhook-reply","ok":null}`;
    return `[${[...this.#actions.map((action) => JSON.stringify(action)), last].join(",")}]`;
  }

  /** There is no webhook's answer any more: the held reply goes by the API, as do all that follow. */
  async sendHeld(): Promise<void> {
    this.#mayHold = false;
    const call = this.#held;
    this.#held = undefined;
    if (!call) return;
    try {
      await this.#send(call);
    } catch (error) {
      // A refusal is on record; the handler was told `true` long ago and cannot be told otherwise.
      if (!isRefusal(error)) throw error;
    }
  }

  /** @returns whether the call waits for the webhook's answer now. */
  #hold(call: MethodCall): boolean {
    if (this.#closed || !this.#mayHold || !qualifies(call.method)) return false;
    this.#mayHold = false;
    this.#held = new AnswerCall(call);
    return true;
  }

  async #make(call: MethodCall): Promise<unknown> {
    if (this.#closed) throw new LateCall(call.method);
    if (this.#hold(call)) return true;
    if (!unordered.has(call.method)) await this.sendHeld();
    return this.#send(call);
  }

  async #send({ method, params }: MethodCall): Promise<unknown> {
    try {
      const { result, maybeTwice } = await this.#perform({ method, params });
      this.#actions.push({ method, params, via: "api", ok: true, ...(maybeTwice ? { maybeTwice } : {}) });
      return result;
    } catch (error) {
      if (isRefusal(error)) {
        this.#actions.push({ method, params, via: "api", ok: false, error: error.description });
      }
      throw error;
    }
  }
}

/** The reply that a record says travelled in a webhook's answer. */
export function answeredReply(actions: string): AnswerCall | undefined {
  const reply = (JSON.parse(actions) as RecordedAction[]).find(({ via }) => via === "webhook-reply");
  return reply && new AnswerCall(reply);
}
