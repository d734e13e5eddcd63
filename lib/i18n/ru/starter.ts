import type { en } from "../en/starter";
import type { Texts } from "../texts";

export const ru: Texts<typeof en> = {
  thisBot: "этот бот",
  start: (name) => `Здравствуйте, {{first_name}}! Я ${name}. Отправьте /help, чтобы узнать, что я умею.`,
  help: "Вот что я понимаю:\n/start - поздороваться\n/help - показать это сообщение",
};
