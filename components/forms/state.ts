import { languageOf } from "@/lib/i18n/language";
import { uiTexts } from "@/lib/i18n/ui";
import type { ActionState } from "@/lib/web/action-state";

/** The errors of one field, where the last answer has any. */
export function fieldError(state: ActionState<unknown>, path: string): string | undefined {
  return state.status === "failed" ? state.fields[path]?.join(" ") : undefined;
}

/** The sentence above a form: only what no field of it says. */
export function formError(state: ActionState<unknown>, shownFields: readonly string[]): string | undefined {
  if (state.status !== "failed") return undefined;
  const said = shownFields.some((path) => state.fields[path] !== undefined);
  return said ? undefined : state.message;
}

/** What a handler in the browser shows when the portal itself did not answer. */
export function unanswered(): ActionState<never> {
  const texts = uiTexts(languageOf(document.documentElement.lang, null));
  return {
    status: "failed",
    code: "unavailable",
    message: texts.noAnswer,
    fields: {},
  };
}

/** The sentence of a failed answer. */
export function failureOf(state: ActionState<unknown>): string {
  return state.status === "failed" ? state.message : "";
}
