export const en = {
  title: "Register a bot",
  text: "It receives and answers from the moment you finish here.",
  steps: "Steps",
  stepNames: { token: "The token", door: "The door", hello: "Say hello" },
  help: {
    title: "Where do I get a token?",
    /** {botFather} is a link to @BotFather. */
    open: "Open {botFather} in Telegram.",
    /** {newBot} and {token} are commands. */
    send: "Send {newBot} for a new bot and answer its two questions, or {token} for one you have.",
    copy: "Copy the line that looks like {example} and paste it here.",
  },
  registered: (username: string) => `@${username} is registered`,
  /** {start} is a command, {bot} a link to the bot. */
  send: "Send {start} to {bot}: it answers already.",
  openTelegram: "Open in Telegram",
  qr: (username: string) => `QR code of the chat with @${username}`,
  scan: "Or scan it with your phone.",
  waiting: "Waiting for the first update…",
  waitingText: "It shows up here by itself, usually within a second.",
  received: "First update received",
  answered: "and the bot has answered it",
  /** {door} is the door, {time} when it came. */
  receivedText: "It came by {door}, {time}.",
  byDoor: { webhook: "webhook", polling: "polling" },
  writeReplies: "Decide what it answers",
  openBot: "Open the bot",
};
