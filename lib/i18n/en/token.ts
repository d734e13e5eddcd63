export const en = {
  checking: "Asking Telegram whose token this is…",
  openBotFather: "Open BotFather",
  yourBots: "Your bots",
  failed: "That did not work",
  /** What is wrong, by the code of the problem; its sentence follows. */
  problems: {
    token_invalid: "That is not a bot token",
    token_rejected: "Telegram does not know this token",
    bot_exists: "This bot is registered already",
    token_of_another_bot: "That token belongs to another bot",
    telegram_unreachable: "Telegram did not answer",
    rate_limited: "That was a little fast",
  },
};
