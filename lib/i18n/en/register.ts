import { numberIn, pluralIn } from "../plural";

const number = numberIn("en");
const plural = pluralIn("en");

export const en = {
  token: "Bot token",
  tokenHint: "It is encrypted before it is stored, and never shown again.",
  next: "Continue",
  change: "Use another token",
  takesOver: (host: string) => `This bot sends its updates to ${host} now`,
  takesOverText: (host: string) =>
    `Registering takes the bot over: its updates come here, and ${host} stops receiving them. Nothing that waits at Telegram is lost. If that system sets its webhook again, Hookline notices and asks you who shall have the bot.`,
  receives: "How it receives updates",
  recommended: "Recommended",
  why: {
    "public-address": (host: string) =>
      `Webhook is the better choice here: this portal has a public address, ${host}. If it ever breaks, the bot polls until it works again; no update is lost, and you can switch at any time.`,
    "no-address": () =>
      "Polling is the choice here: this portal has no public address that Telegram could post to. You can switch to webhooks later, when it gets one; no update is lost on the way.",
    "polling-phase": () =>
      "The admins of this portal let new bots poll for now; a webhook can be chosen all the same.",
    "address-dead": (host: string) =>
      `Polling is the better choice at the moment: the public address, ${host}, cannot be reached from outside. Choose the webhook and the bot polls meanwhile; it goes over by itself when the address works.`,
  },
  modes: {
    webhook: "Telegram posts each update here. Instant, and the lightest on this machine.",
    polling: "This portal asks Telegram for updates. Works without a public address, and is just as quick.",
  },
  impossible: "Not possible here: this portal has no public address.",
  dropTitle: (count: number) =>
    `Drop ${number(count)} waiting ${plural(count, { one: "update", other: "updates" })}`,
  dropText:
    "They arrived while nobody listened. Without the tick your bot answers them now; with it they are lost for good.",
  register: (username: string) => `Register @${username}`,
  registering: "Registering…",
};
