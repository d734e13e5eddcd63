import type { en } from "../en/bots";
import { numberIn, pluralIn } from "../plural";
import type { Texts } from "../texts";

const number = numberIn("ru");
const plural = pluralIn("ru");

export const ru: Texts<typeof en> = {
  title: "Боты",
  register: "Добавить бота",
  none: "Ботов пока нет",
  noneText: "Вставьте токен от BotFather, и через минуту бот начнёт отвечать.",
  noMatch: "Ничего не нашлось",
  noMatchText: "Под этот поиск и фильтр не подходит ни один бот.",
  showAll: "Показать всех",
  filter: "Фильтр ботов",
  search: "Поиск по имени или @username",
  all: "Все",
  state: "Показать по состоянию",
  door: "Способ приёма",
  anyDoor: "Способ приёма",
  doors: { webhook: "Вебхук", polling: "Опрос", fallback: "Опрос как запасной путь", none: "Закрыт" },
  sort: "Порядок",
  sorts: {
    attention: "Сначала проблемные",
    name: "По имени",
    recent: "Сначала недавние обновления",
    volume: "Сначала самые занятые",
    newest: "Сначала новые",
  },
  apply: "Найти",
  range: (from, to, of) => `${number(from)}–${number(to)} из ${number(of)}`,
  lastUpdate: "Последнее обновление:",
  noUpdate: "пока нет",
  deadUpdates: (count) =>
    `Не удалось обработать ${number(count)} ${plural(count, { one: "обновление", few: "обновления", other: "обновлений" })}`,
  lastDay: "за 24 ч",
  hours: (good, trouble, down) => {
    const hours = (count: number) => `${count} ${plural(count, { one: "час", few: "часа", other: "часов" })}`;
    const bad = [
      ...(trouble > 0 ? [`${hours(trouble)} с перебоями`] : []),
      ...(down > 0 ? [`${hours(down)} с простоем`] : []),
    ];
    return `Последние 24 часа: ${[`${hours(good)} с обновлениями`, ...bad].join(", ")}`;
  },
};
