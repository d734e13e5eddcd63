import { numberIn } from "../plural";

const number = numberIn("en");

export const en = {
  title: "Messages",
  heading: "Send a message",
  text: "One message to one chat, at once, as the bot.",
  to: "To",
  toHint:
    "A chat's number, or @name of a public channel or group. People must have written to the bot first.",
  toExample: "48151623 or @channel",
  lately: "Wrote lately:",
  message: "Message",
  count: (length: number) => `${number(length)} of ${number(4096)} characters`,
  tooLong: (length: number) =>
    `${number(length)} characters: Telegram takes at most ${number(4096)}. Shorten it, or send it in parts.`,
  formatting: "Formatting",
  formats: { none: "None: plain text", old: "Markdown (old)" },
  refused: "Telegram refused it",
  notSent: "Not sent",
  send: (username: string) => `Send as @${username}`,
  sending: "Sending…",
  sent: (id: number) => `Sent as message ${id}`,
  preview: "Preview",
  previewEmpty: "The text appears here as you write.",
  unauthorized: "The bot cannot send: Telegram no longer accepts its token.",
  newToken: "Give it a new one",
  openChat: (name: string, id: number) => `${name}, chat ${id}`,
};
