export const en = {
  description: "Run your Telegram bots on one address: webhook where it works, polling where it does not.",
  signIn: "Sign in",
  createAccount: "Create an account",
  title: "Every update reaches your bot.",
  text: "Paste a bot token. From then on your Telegram bot receives and answers, by webhook or by polling, and you see that it does.",
  promises: [
    {
      title: "Webhook or polling",
      text: "One switch. When a webhook breaks, the bot polls until it works again.",
    },
    {
      title: "Nothing lost, nothing twice",
      text: "Every update is stored before Telegram is told, and handled once, in order.",
    },
    {
      title: "Why is it silent?",
      text: "Each bot has one plain sentence about its health, and the way out.",
    },
  ],
  flow: {
    label:
      "Telegram reaches Hookline through a webhook or by long polling; Hookline records the update and answers it.",
    telegram: "Telegram",
    webhook: "Webhook",
    polling: "Polling",
    record: "Record, answer",
    chat: "Your chat",
  },
};
