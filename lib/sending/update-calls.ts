import { isRefusal } from "../telegram/failure";

/** One call of a Bot API method. */
export interface MethodCall {
  method: string;
  params: object;
}

/** A call for a webhook's answer. Its parameters are put into JSON once: the record of the update has them too. */
export class AnswerCall implements MethodCall {
  readonly method: string;
  readonly params: object;
  #json: string | undefined;

  constructor({ method, params }: MethodCall) {
    this.method = method;
    this.params = params;
  }

  get paramsJson(): string {
    this.#json ??= JSON.stringify(this.params);
    return this.#json;
  }

  /** `{"method":"sendMessage",…}`, the form in which Telegram takes a call from an answer. */
  get body(): string {
    const { method, paramsJson } = this;
    return paramsJson === "{}" ? `{"method":"${method}"}` : `{"method":"${method}",${paramsJson.slice(1)}`;
  }
}

/** What a bot did in answer to an update, for the inspector. */
export interface RecordedAction extends MethodCall {
  via: "api" | "webhook-reply";
  /** null: sent in the webhook's answer, whose result Telegram does not tell. */
  ok: boolean | null;
  error?: string;
}

/** Methods that Telegram executes from a webhook's answer and whose result nobody needs. */
const qualifies = (method: string): boolean => method.startsWith("send") && method !== "sendChatAction";

/** Methods whose place among the others does not matter, so that a held reply need not go first. */
const unordered = new Set(["answerCallbackQuery", "sendChatAction", "answerInlineQuery"]);

/**
 * Makes an update's calls and keeps the record of them. The first message a bot sends is held back: if it
 * stays the only one it travels in the webhook's answer and saves a round trip; if another follows, the
 * held one is sent first, so that messages arrive in the order they were sent.
 */
export class UpdateCalls {
  readonly #actions: RecordedAction[] = [];
  /** Sentences of behaviours that meant to act and could not. */
  readonly notes: string[] = [];
  readonly #perform: (call: MethodCall) => Promise<unknown>;
  #mayHold: boolean;
  #held: AnswerCall | undefined;

  /** @param mayHold whether there is a webhook's answer to put a reply into. */
  constructor(perform: (call: MethodCall) => Promise<unknown>, mayHold: boolean) {
    this.#perform = perform;
    this.#mayHold = mayHold;
  }

  /**
   * Makes a call, or holds it for the webhook's answer; a held call resolves to `true`.
   *
   * @throws TelegramRefusal when Telegram says no.
   */
  async make(method: string, params: object): Promise<unknown> {
    const call = { method, params };
    if (this.#mayHold && qualifies(method)) {
      this.#mayHold = false;
      this.#held = new AnswerCall(call);
      return true;
    }
    if (!unordered.has(method)) await this.sendHeld();
    return this.#send(call);
  }

  /** The reply that waits for the webhook's answer, if any. */
  get held(): AnswerCall | undefined {
    return this.#held;
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

  async #send(call: MethodCall): Promise<unknown> {
    try {
      const result = await this.#perform(call);
      this.#actions.push({ ...call, via: "api", ok: true });
      return result;
    } catch (error) {
      if (isRefusal(error)) {
        this.#actions.push({ ...call, via: "api", ok: false, error: error.description });
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
