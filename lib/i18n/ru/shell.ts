import type { en } from "../en/shell";
import type { Texts } from "../texts";

export const ru: Texts<typeof en> = {
  home: "Hookline, мои боты",
  skip: "Перейти к содержимому",
  nav: { main: "Главное меню", bots: "Боты", fleet: "Портал", users: "Люди" },
  account: {
    button: "Аккаунт",
    signedInAs: "Вы вошли как",
    page: "Аккаунт и API-ключи",
    signOut: "Выйти",
  },
  colours: { legend: "Цвета", system: "Как в системе", light: "Светлые", dark: "Тёмные" },
  language: "Язык",
  loading: "Страница загружается",
  palette: { button: "Найти и перейти", failed: "Поиск не загрузился. Повторите." },
  live: {
    behind: "Связь прервана. То, что вы видите, могло устареть.",
    reconnecting: "Переподключаемся…",
    signedOut: "Сеанс завершён. То, что вы видите, могло устареть.",
    signIn: "Войти снова",
  },
  alert: {
    one: (username) => `@${username} требует внимания`,
    many: (count) => `Ботов, требующих внимания: ${count}`,
    kinds: {
      unauthorized: "Telegram не принимает его токен.",
      conflict: "Его забрала другая система.",
      silent: "Он ничего не слышит.",
      backlog: "То, что ждёт в Telegram, скоро пропадёт.",
      quarantine: "Один из чатов отложен.",
      replies: "Один из ответов выключен: его выражение работает слишком долго.",
      fallback: "Вебхук не работает, идёт опрос.",
    },
  },
  myBots: "Мои боты",
  notFound: {
    pageTitle: "Не найдено",
    title: "Здесь ничего нет",
    text: "Адрес неверный, или то, что здесь было, удалено.",
  },
  forbidden: {
    title: "Эта страница для администраторов",
    text: "Вы вошли, но не как администратор портала. Роль может изменить администратор.",
  },
};
