/** Telegram understood the call and said no. */
export class TelegramRefusal extends Error {
  override readonly name = "TelegramRefusal";
  constructor(
    readonly method: string,
    readonly errorCode: number,
    /** Telegram's own words, e.g. "Forbidden: bot was blocked by the user". */
    readonly description: string,
    /** Seconds to wait, where Telegram names them (429). */
    readonly retryAfterS: number | undefined,
    readonly migrateToChatId: number | undefined,
  ) {
    super(`${method}: ${errorCode} ${description}`);
  }
}

/** No answer of Telegram's came: the network, a proxy or the server failed. */
export class TelegramUnreachable extends Error {
  override readonly name = "TelegramUnreachable";
  constructor(
    readonly method: string,
    /** Node's or undici's code, e.g. ECONNREFUSED, or the status of a proxy's page, e.g. "502". */
    readonly reason: string,
    cause?: unknown,
  ) {
    super(`${method}: Telegram could not be reached (${reason})`, { cause });
  }
}

/**
 * What a failed call means for whoever made it:
 * - unauthorized: the token is no longer valid; stop calling.
 * - rate-limited: wait `retryAfterS`.
 * - webhook-set: getUpdates is refused because a webhook is active.
 * - other-poller: another program polls with this token.
 * - webhook-replaced: a setWebhook ended the poll, or another setWebhook is under way.
 * - refused: the call itself is wrong; repeating it changes nothing.
 * - unreachable: try again later.
 */
export type FailureClass =
  | "unauthorized"
  | "rate-limited"
  | "webhook-set"
  | "other-poller"
  | "webhook-replaced"
  | "refused"
  | "unreachable";

/** Methods that every valid token may call: a 404 to them means that the token is malformed or gone. */
const alwaysKnown = new Set([
  "getMe",
  "getUpdates",
  "getWebhookInfo",
  "setWebhook",
  "deleteWebhook",
  "sendMessage",
]);

/** Sorts a failure of a Bot API call; undefined where the error is none of Telegram's. */
export function classifyFailure(error: unknown): FailureClass | undefined {
  if (isUnreachable(error)) return "unreachable";
  if (!isRefusal(error)) return undefined;
  const { errorCode, description, method } = error;
  if (errorCode === 401 || (errorCode === 404 && alwaysKnown.has(method))) return "unauthorized";
  if (errorCode === 429) return "rate-limited";
  if (errorCode >= 500) return "unreachable";
  if (errorCode === 409) {
    if (description.includes("while webhook is active")) return "webhook-set";
    return description.includes("setWebhook") ? "webhook-replaced" : "other-poller";
  }
  return "refused";
}

/** By name, not instanceof: the web process holds two copies of this module. */
export function isRefusal(error: unknown): error is TelegramRefusal {
  return error instanceof Error && error.name === "TelegramRefusal";
}

export function isUnreachable(error: unknown): error is TelegramUnreachable {
  return error instanceof Error && error.name === "TelegramUnreachable";
}
