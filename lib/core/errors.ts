/** Every way in which Hookline says no to a caller. The REST API shows the code as it stands here. */
export type ErrorCode =
  | "invalid_input"
  | "not_found"
  | "not_signed_in"
  | "forbidden"
  | "scope_missing"
  | "rate_limited"
  | "bot_exists"
  | "token_invalid"
  | "token_rejected"
  | "token_of_another_bot"
  | "bot_unauthorized"
  | "bot_paused"
  | "webhook_unavailable"
  | "telegram_refused"
  | "telegram_unreachable"
  | "maybe_sent"
  | "conflict"
  | "unavailable";

const statusOf: Record<ErrorCode, number> = {
  invalid_input: 422,
  not_found: 404,
  not_signed_in: 401,
  forbidden: 403,
  scope_missing: 403,
  rate_limited: 429,
  bot_exists: 409,
  token_invalid: 422,
  token_rejected: 422,
  token_of_another_bot: 409,
  bot_unauthorized: 409,
  bot_paused: 409,
  webhook_unavailable: 409,
  telegram_refused: 422,
  telegram_unreachable: 502,
  maybe_sent: 502,
  conflict: 409,
  unavailable: 503,
};

export interface FieldIssue {
  /** Dotted path into the input, e.g. "replies.0.text". */
  path: string;
  message: string;
}

export interface ErrorFacts {
  /** Seconds after which the caller may try again. */
  retryAfterS?: number;
  issues?: FieldIssue[];
  /** What an API key lacks. */
  scope?: string;
  cause?: unknown;
}

const brand: unique symbol = Symbol.for("hookline.error") as never;

/**
 * An expected refusal: a code for programs and a sentence for people that says what to do.
 * The message may be shown to the caller, so it never holds a secret or another tenant's facts.
 */
export class HooklineError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly facts: ErrorFacts;
  readonly [brand] = true;

  constructor(code: ErrorCode, message: string, facts: ErrorFacts = {}) {
    super(message, facts.cause === undefined ? undefined : { cause: facts.cause });
    this.name = "HooklineError";
    this.code = code;
    this.status = statusOf[code];
    this.facts = facts;
  }
}

/**
 * True for a HooklineError of any copy of this module: the web process holds two of them
 * (Next's bundle and its own), so `instanceof` would miss half.
 */
export function isHooklineError(error: unknown): error is HooklineError {
  return typeof error === "object" && error !== null && brand in error;
}

/** One answer for a bot that does not exist and for one of another tenant. */
export function notFound(what = "bot"): HooklineError {
  return new HooklineError("not_found", `There is no such ${what}.`);
}
