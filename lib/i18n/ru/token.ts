import type { en } from "../en/token";
import type { Texts } from "../texts";

export const ru: Texts<typeof en> = {
  checking: "Спрашиваем у Telegram, чей это токен…",
  openBotFather: "Открыть BotFather",
  yourBots: "Ваши боты",
  failed: "Не получилось",
  problems: {
    token_invalid: "Это не токен бота",
    token_rejected: "Telegram не знает этого токена",
    bot_exists: "Этот бот уже зарегистрирован",
    token_of_another_bot: "Это токен другого бота",
    telegram_unreachable: "Telegram не ответил",
    rate_limited: "Слишком быстро",
  },
};
