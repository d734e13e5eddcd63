import type { BadgeTone } from "@/components/ui/badge";
import type { UpdateView } from "@/lib/bots/schemas";
import type { Language } from "@/lib/i18n/language";
import { updatesTexts } from "@/lib/i18n/updates";

type State = UpdateView["state"];

export const stateTones: Record<State, BadgeTone> = {
  open: "accent",
  handled: "good",
  dead: "bad",
  quarantined: "warn",
};

export const stateDots: Record<State, string> = {
  open: "bg-accent",
  handled: "bg-good",
  dead: "bg-bad",
  quarantined: "bg-warn",
};

/** What kind of update it is; of a kind that came after this version the name Telegram gives it. */
export function kindName(kind: string, language: Language): string {
  const kinds: Readonly<Record<string, string>> = updatesTexts(language).kinds;
  return kinds[kind] ?? kind.replaceAll("_", " ");
}

/** "sendMessage" → "Sent a message", for the calls people know; otherwise the method's own name. */
export function actionName(method: string, language: Language): string {
  const actions: Readonly<Record<string, string>> = updatesTexts(language).actions;
  return actions[method] ?? method;
}
