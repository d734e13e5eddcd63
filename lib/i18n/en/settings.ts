import { numberIn, pluralIn } from "../plural";

const number = numberIn("en");
const plural = pluralIn("en");
const updates = (count: number) => `${number(count)} ${plural(count, { one: "update", other: "updates" })}`;

export const en = {
  title: "Settings",
  save: "Save",
  saved: "Saved",
  unchanged: "Nothing was changed",
  receiving: {
    title: "Receiving",
    text: "Pause the bot for a while: updates wait at Telegram for up to 24 hours.",
    textPaused: "Paused. Updates wait at Telegram for up to 24 hours, then they are lost.",
    pause: "Pause",
    resume: "Resume",
    isPaused: "The bot is paused",
    receives: "The bot receives again",
    fallback: "Poll while the webhook is broken",
    fallbackText: "Goes back to the webhook by itself when it works again. Off: the bot waits for it.",
    connections: "Connections from Telegram",
    connectionsHint:
      "How many updates Telegram may post at once, 1 to 100. A small number is gentler on a small machine. Counts for the webhook only.",
    connectionsWrong: "A whole number from 1 to 100.",
  },
  kinds: {
    title: "Kinds of updates",
    text: "What Telegram sends to this bot. Fewer kinds, less noise.",
    save: "Save kinds",
    savedText: "Telegram sends these from now on.",
    none: "At least one kind. To receive nothing, pause the bot.",
    usual: "Telegram's usual choice",
  },
  token: {
    title: "Token",
    text: (username: string) =>
      `Replace it after BotFather gave you a new one. It must be a token of @${username}; the bot goes on with its replies, settings and history.`,
    label: "New token",
    hint: "Checked as you paste it. Encrypted before it is stored, and never shown again.",
    same: (username: string) => `A token of @${username}: it can take the old one's place.`,
    inUse: "This is the token that is in use already. Nothing needs to be replaced.",
    replace: "Replace the token",
    replacing: "Replacing…",
    done: "The new token is in use.",
  },
  drop: {
    title: "Waiting at Telegram",
    text: "Forget the updates that Telegram still keeps for this bot, for example those of a long outage that nobody needs answered any more.",
    open: "Drop what waits…",
    asking: "Asking Telegram how many wait…",
    dialogTitle: "Drop what waits at Telegram?",
    waiting: (count: number) =>
      `${updates(count)} ${plural(count, { one: "waits", other: "wait" })} at Telegram. Dropped, ${plural(count, { one: "it is", other: "they are" })} lost for good: neither the bot nor anybody else receives ${plural(count, { one: "it", other: "them" })}.`,
    nothing: "Nothing waits at Telegram: there is nothing to drop.",
    confirm: (username: string) => `Type ${username} to confirm`,
    keep: "Keep them",
    close: "Close",
    drop: (count: number) => `Drop ${updates(count)}`,
    dropping: "Dropping…",
    dropped: (count: number) => (count === 0 ? "Nothing was waiting any more" : `${updates(count)} dropped`),
  },
  remove: {
    title: "Remove",
    text: "Takes the bot out of this portal, with its replies and recorded updates. At Telegram it goes on to exist.",
    open: (username: string) => `Remove @${username}`,
    dialogTitle: (username: string) => `Remove @${username}?`,
    dialogText:
      "Its webhook is removed at Telegram; its replies and recorded updates are deleted here. This cannot be undone.",
    confirm: (username: string) => `Type ${username} to confirm`,
    keep: "Keep it",
    remove: "Remove the bot",
    removing: "Removing…",
  },
};
