import type { en } from "../en/ui";
import type { Texts } from "../texts";

export const ru: Texts<typeof en> = {
  close: "Закрыть",
  dismiss: "Убрать",
  undo: "Отменить",
  notifications: "Уведомления",
  copy: "Копировать",
  copied: "Скопировано",
  pages: "Страницы",
  back: "Назад",
  next: "Дальше",
  never: "никогда",
  noAnswer: "Портал не ответил. Проверьте соединение и повторите.",
  span: { ms: (count) => `${count} мс`, s: (count) => `${count} с` },
  ago: {
    now: "сейчас",
    seconds: (count) => `${count} с назад`,
    minutes: (count) => `${count} мин назад`,
    hours: (count) => `${count} ч назад`,
    days: (count) => `${count} дн. назад`,
  },
  left: {
    now: "с минуты на минуту",
    seconds: (count) => `через ${count} с`,
    minutes: (count) => `через ${count} мин`,
    hours: (count) => `через ${count} ч`,
  },
};
