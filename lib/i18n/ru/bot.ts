import type { en } from "../en/bot";
import { numberIn, pluralIn } from "../plural";
import type { Texts } from "../texts";

const number = numberIn("ru");
const plural = pluralIn("ru");

export const ru: Texts<typeof en> = {
  doors: { webhook: "Вебхук", polling: "Опрос", none: "Закрыт" },
  fallback: "запасной путь",
  doorTexts: {
    webhook: "Telegram присылает каждое обновление на этот портал в тот же миг.",
    polling: "Портал сам спрашивает Telegram и получает каждое обновление сразу.",
    none: "Сейчас бот ничего не получает.",
  },
  verdicts: { healthy: "В порядке", degraded: "С перебоями", down: "Не работает", unknown: "Нет данных" },
  paused: "На паузе",
  bots: "Боты",
  opensInTelegram: "(откроется в Telegram)",
  breadcrumb: "Путь к странице",
  parts: "Разделы бота",
  tabs: {
    overview: "Обзор",
    replies: "Ответы",
    updates: "Обновления",
    messages: "Сообщения",
    timeline: "Хроника",
    settings: "Настройки",
  },
  updates: (count) =>
    `${number(count)} ${plural(count, { one: "обновление", few: "обновления", other: "обновлений" })}`,
};
