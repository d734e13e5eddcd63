import type { en } from "../en/settings";
import { numberIn, pluralIn } from "../plural";
import type { Texts } from "../texts";

const number = numberIn("ru");
const plural = pluralIn("ru");
const updates = (count: number) =>
  `${number(count)} ${plural(count, { one: "обновление", few: "обновления", other: "обновлений" })}`;

export const ru: Texts<typeof en> = {
  title: "Настройки",
  save: "Сохранить",
  saved: "Сохранено",
  unchanged: "Ничего не изменилось",
  receiving: {
    title: "Приём",
    text: "Бота можно поставить на паузу: обновления ждут в Telegram до 24 часов.",
    textPaused: "На паузе. Обновления ждут в Telegram до 24 часов, потом пропадают.",
    pause: "Пауза",
    resume: "Снять с паузы",
    isPaused: "Бот на паузе",
    receives: "Бот снова принимает обновления",
    fallback: "Переходить на опрос, когда вебхук сломан",
    fallbackText: "Бот сам вернётся на вебхук, когда тот заработает. Если выключить, бот будет его ждать.",
    connections: "Соединения от Telegram",
    connectionsHint:
      "Сколько обновлений Telegram может присылать одновременно, от 1 до 100. Чем меньше, тем легче слабой машине. Действует только для вебхука.",
    connectionsWrong: "Целое число от 1 до 100.",
  },
  kinds: {
    title: "Виды обновлений",
    text: "Что Telegram присылает этому боту. Меньше видов — меньше шума.",
    save: "Сохранить виды",
    savedText: "Теперь Telegram присылает только их.",
    none: "Нужен хотя бы один вид. Чтобы не получать ничего, поставьте бота на паузу.",
    usual: "Обычный набор Telegram",
  },
  token: {
    title: "Токен",
    text: (username) =>
      `Замените его, когда BotFather выдал новый. Это должен быть токен @${username}; ответы, настройки и история останутся.`,
    label: "Новый токен",
    hint: "Проверяется сразу после вставки. Шифруется перед сохранением и больше не показывается.",
    same: (username) => `Это токен @${username}: им можно заменить старый.`,
    inUse: "Этот токен уже используется. Менять ничего не нужно.",
    replace: "Заменить токен",
    replacing: "Заменяем…",
    done: "Новый токен используется.",
  },
  drop: {
    title: "Ожидают в Telegram",
    text: "Забыть обновления, которые Telegram ещё хранит для этого бота: например, после долгого простоя, когда отвечать на них уже незачем.",
    open: "Сбросить ожидающие…",
    asking: "Спрашиваем у Telegram, сколько их…",
    dialogTitle: "Сбросить ожидающие обновления?",
    waiting: (count) =>
      `${plural(count, { one: "Ожидает", other: "Ожидают" })} ${updates(count)}. После сброса ${plural(count, { one: "оно пропадёт", other: "они пропадут" })} навсегда: ${plural(count, { one: "его", other: "их" })} не получит ни бот, ни кто-либо другой.`,
    nothing: "В Telegram ничего не ожидает: сбрасывать нечего.",
    confirm: (username) => `Для подтверждения введите ${username}`,
    keep: "Оставить",
    close: "Закрыть",
    drop: (count) => `Сбросить ${updates(count)}`,
    dropping: "Сбрасываем…",
    dropped: (count) => (count === 0 ? "Уже ничего не ожидало" : `Сброшено: ${updates(count)}`),
  },
  remove: {
    title: "Удаление",
    text: "Убирает бота с этого портала вместе с его ответами и записанными обновлениями. В самом Telegram бот останется.",
    open: (username) => `Удалить @${username}`,
    dialogTitle: (username) => `Удалить @${username}?`,
    dialogText:
      "Вебхук в Telegram будет снят, ответы и записанные обновления здесь — стёрты. Отменить это нельзя.",
    confirm: (username) => `Для подтверждения введите ${username}`,
    keep: "Оставить",
    remove: "Удалить бота",
    removing: "Удаляем…",
  },
};
