import type { Verdict } from "../bots/schemas";
import { redact } from "../core/log";

/** What the owner can do about it in one press. */
export type FixAction =
  | "replace_token"
  | "resume"
  | "switch_to_polling"
  | "retry_webhook"
  | "take_back"
  | "start_sidecar"
  | "inspect_updates"
  | "release_chats"
  | "change_replies"
  | "send_start";

const labels: Record<FixAction, string> = {
  replace_token: "Give a new token",
  resume: "Resume",
  switch_to_polling: "Switch to polling",
  retry_webhook: "Set the webhook again",
  take_back: "Take the bot back",
  start_sidecar: "Start a sidecar",
  inspect_updates: "Look at these updates",
  release_chats: "Look at what waits",
  change_replies: "Change the replies",
  send_start: "Send /start",
};

/** A verdict: its status, one sentence and at most one way out. */
export function say(status: Verdict["status"], sentence: string, action?: FixAction): Verdict {
  return { status, sentence, fix: action ? { action, label: labels[action] } : null };
}

const units: readonly (readonly [string, number])[] = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1_000],
];

/** A span of time in its largest unit: "12 seconds", "1 hour". */
export function span(ms: number): string {
  const [name, size] = units.find(([, each]) => ms >= each) ?? ["second", 1_000];
  return count(Math.max(1, Math.floor(ms / size)), name);
}

/** A time to come, no more exact than it is sure: "less than a minute", "about 3 minutes". */
export function about(ms: number): string {
  if (ms < 60_000) return "less than a minute";
  const minutes = Math.round(ms / 60_000);
  return `about ${minutes < 90 ? count(minutes, "minute") : count(Math.round(minutes / 60), "hour")}`;
}

/** "1 update", "12 updates". */
export function count(number: number, noun: string): string {
  return `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
}

/** A moment to the minute, in UTC since the reader's zone is not known here: "25 Aug, 14:05 UTC". */
export function moment(at: number): string {
  const text = new Date(at).toUTCString();
  return `${text.slice(5, 11).replace(/^0/, "")}, ${text.slice(17, 22)} UTC`;
}

/** Somebody else's words inside a sentence of ours: without secrets, line breaks or a full stop. */
export function quoted(texts: string): string {
  return redact(texts).replace(/\s+/g, " ").trim().replace(/\.+$/, "").slice(0, 200);
}
