import type { en } from "../en/palette";
import type { Texts } from "../texts";

export const ru: Texts<typeof en> = {
  title: "Перейти или сделать",
  field: "Имя бота, страница, действие…",
  nothing: "Ничего с таким именем.",
  searching: "Ищем…",
  failed: "Не удалось поискать ботов.",
  groups: { bot: "Этот бот", bots: "Боты", pages: "Страницы", acts: "Действия" },
  otherTenant: "другого владельца",
  pages: {
    bots: "Мои боты",
    register: "Добавить бота",
    account: "Аккаунт",
    email: "Адрес почты",
    password: "Пароль",
    twoFactor: "Двухфакторный вход",
    sessions: "Сеансы",
    alerts: "Уведомления",
    apiKeys: "Ключи API",
    fleet: "Боты портала",
    migration: "Перевод ботов на вебхуки",
    processes: "Процессы",
    users: "Люди",
    audit: "Журнал действий",
  },
  bot: {
    overview: "Обзор",
    replies: "Ответы",
    updates: "Обновления",
    messages: "Сообщения",
    timeline: "История",
    settings: "Настройки",
  },
  acts: {
    light: "Светлые цвета",
    dark: "Тёмные цвета",
    system: "Цвета как в системе",
    signOut: "Выйти",
  },
  keys: { move: "выбрать", open: "открыть", close: "закрыть" },
};
