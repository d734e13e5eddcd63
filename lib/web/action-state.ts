import type { ErrorCode, FieldIssue, HooklineError } from "../core/errors";
import type { Translate } from "../i18n/sentences";

/** What became of an action, for useActionState and for handlers. Plain data: it crosses to the browser. */
export type ActionState<T = undefined> =
  | { status: "idle" }
  | { status: "done"; data: T }
  | {
      status: "failed";
      /** One sentence for people. */
      message: string;
      code: ErrorCode | "internal_error";
      /** Messages by dotted path into the input, e.g. "replies.0.text"; empty where no field is to blame. */
      fields: Record<string, string[]>;
      retryAfterS?: number;
      /** Where to find an unexpected error in the log. */
      reference?: string;
    };

/** What useActionState starts from. */
export const idle: { status: "idle" } = { status: "idle" };

export function invalidState(issues: readonly FieldIssue[], say: Translate): ActionState<never> {
  return {
    status: "failed",
    code: "invalid_input",
    message: say(issues[0]?.message ?? "Please check what you entered."),
    fields: byPath(issues, say),
  };
}

export function refusedState(error: HooklineError, say: Translate): ActionState<never> {
  return {
    status: "failed",
    code: error.code,
    message: say(error.message),
    fields: byPath(error.facts.issues ?? [], say),
    ...(error.facts.retryAfterS === undefined ? {} : { retryAfterS: error.facts.retryAfterS }),
  };
}

export function brokenState(reference: string, say: Translate): ActionState<never> {
  return {
    status: "failed",
    code: "internal_error",
    message: say(`Something went wrong on our side. The reference is ${reference}.`),
    fields: {},
    reference,
  };
}

function byPath(issues: readonly FieldIssue[], say: Translate): Record<string, string[]> {
  const fields: Record<string, string[]> = {};
  for (const { path, message } of issues) {
    const messages = fields[path] ?? [];
    messages.push(say(message));
    fields[path] = messages;
  }
  return fields;
}
