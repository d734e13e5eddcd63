import type { en } from "../en/timeline";
import { numberIn, pluralIn } from "../plural";
import type { Texts } from "../texts";

const number = numberIn("ru");
const plural = pluralIn("ru");

export const ru: Texts<typeof en> = {
  title: "Хроника",
  text: "Каждая смена способа приёма и её причина.",
  empty: "Пока ничего не происходило",
  emptyText: "Здесь записывается каждая смена способа приёма этого бота — вместе с причиной.",
  actors: { tenant: "владелец", admin: "администратор", hookline: "Hookline" },
  paused: "Пауза",
  unauthorized: "Telegram не принял токен",
  conflict: "Ботом пользуется другая система",
  stays: (door) => `${door}, как и прежде`,
  opened: (door) => `Включён способ: ${door.toLowerCase()}`,
  closed: (door) => `Отключён способ: ${door.toLowerCase()}`,
  moved: (from, to) => `${from} → ${to}`,
  shown: (count) => `${number(count)} ${plural(count, { one: "событие", few: "события", other: "событий" })}`,
};
