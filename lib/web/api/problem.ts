import { type FieldIssue, isHooklineError } from "../../core/errors";
import { Refusal } from "./refusal";

/** An answer that says no, after RFC 9457, with Hookline's `code` for programs. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  issues?: FieldIssue[];
  /** The scope that the key lacks. */
  scope?: string;
  /** Where the operator finds an unexpected error in the log. */
  reference?: string;
}

/** What each code is about, whatever the case at hand. */
export const titles = {
  method_not_allowed: "There is no such method here",
  malformed_body: "The body cannot be read",
  body_too_large: "The body is too large",
  unsupported_media_type: "The body is not JSON",
  invalid_input: "The input is not valid",
  not_found: "Not found",
  not_signed_in: "An API key is needed",
  forbidden: "Not allowed",
  scope_missing: "The API key may not do this",
  rate_limited: "Too many requests",
  bot_exists: "The bot is registered already",
  token_invalid: "Not a bot token",
  token_rejected: "Telegram rejects the token",
  token_of_another_bot: "The token belongs to another bot",
  bot_unauthorized: "The bot's token is no longer valid",
  bot_paused: "The bot is paused",
  webhook_unavailable: "Webhooks are not available",
  telegram_refused: "Telegram refused",
  telegram_unreachable: "Telegram cannot be reached",
  maybe_sent: "Maybe sent",
  conflict: "Conflict",
  unavailable: "Not available now",
  internal_error: "Something went wrong",
} as const;

export type ProblemCode = keyof typeof titles;

/** A problem of this code. */
export function problem(status: number, code: ProblemCode, detail: string): Problem {
  return { type: `urn:hookline:problem:${code}`, title: titles[code], status, detail, code };
}

/**
 * Translates an expected error.
 *
 * @returns undefined for an error nobody expected.
 */
export function problemOf(error: unknown): { problem: Problem; headers: Record<string, string> } | undefined {
  if (error instanceof Refusal) {
    return { problem: problem(error.status, error.code, error.message), headers: {} };
  }
  if (!isHooklineError(error)) return undefined;
  const { issues, retryAfterS, scope } = error.facts;
  const headers: Record<string, string> = {};
  if (retryAfterS !== undefined) headers["retry-after"] = String(Math.max(1, Math.ceil(retryAfterS)));
  if (error.status === 401) headers["www-authenticate"] = 'Bearer realm="hookline"';
  // RFC 6750, 3.1.
  if (scope)
    headers["www-authenticate"] = `Bearer realm="hookline", error="insufficient_scope", scope="${scope}"`;
  return {
    problem: {
      ...problem(error.status, error.code, error.message),
      ...(issues ? { issues } : {}),
      ...(scope ? { scope } : {}),
    },
    headers,
  };
}

/** What a caller learns of an error nobody expected: where it stands in the log. */
export function unexpectedProblem(reference: string): Problem {
  const detail = `Something went wrong on our side. Tell the operator the reference ${reference}.`;
  return { ...problem(500, "internal_error", detail), reference };
}

export function problemResponse(body: Problem, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), {
    status: body.status,
    headers: { "content-type": "application/problem+json", "cache-control": "no-store", ...headers },
  });
}
