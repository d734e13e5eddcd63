import { numberIn, pluralIn } from "../plural";

const number = numberIn("en");
const plural = pluralIn("en");

export const en = {
  title: "Timeline",
  text: "Every change of the door, and why.",
  empty: "Nothing has happened yet",
  emptyText: "Every change of this bot's door is written down here, with its reason.",
  actors: { tenant: "by its owner", admin: "by an admin", hookline: "by Hookline" } as Record<string, string>,
  paused: "Paused",
  unauthorized: "Telegram refused the token",
  conflict: "Another system uses the bot",
  stays: (door: string) => `${door}, as before`,
  opened: (door: string) => `${door} opened`,
  closed: (door: string) => `${door} closed`,
  moved: (from: string, to: string) => `${from} → ${to}`,
  shown: (count: number) => `${number(count)} ${plural(count, { one: "change", other: "changes" })}`,
};
