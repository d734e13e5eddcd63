import { numberIn, pluralIn } from "../plural";

const number = numberIn("en");
const plural = pluralIn("en");

export const en = {
  doors: { webhook: "Webhook", polling: "Polling", none: "Closed" },
  fallback: "fallback",
  /** What a door is, for whoever meets the word for the first time. */
  doorTexts: {
    webhook: "Telegram posts every update to this portal the moment it happens.",
    polling: "This portal asks Telegram for updates and gets each one as it happens.",
    none: "The bot receives nothing at the moment.",
  },
  verdicts: { healthy: "Healthy", degraded: "Degraded", down: "Down", unknown: "No data yet" },
  paused: "Paused",
  bots: "Bots",
  opensInTelegram: "(opens in Telegram)",
  breadcrumb: "Breadcrumb",
  parts: "Parts of the bot",
  tabs: {
    overview: "Overview",
    replies: "Replies",
    updates: "Updates",
    messages: "Messages",
    timeline: "Timeline",
    settings: "Settings",
  },
  updates: (count: number) => `${number(count)} ${plural(count, { one: "update", other: "updates" })}`,
};
