import type { MethodCall } from "./call-telegram";

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
