import type { en } from "../en/messages";
import { numberIn } from "../plural";
import type { Texts } from "../texts";

const number = numberIn("ru");

export const ru: Texts<typeof en> = {
  title: "Сообщения",
  heading: "Отправить сообщение",
  text: "Одно сообщение в один чат, сразу, от имени бота.",
  to: "Кому",
  toHint: "Номер чата или @имя открытого канала или группы. Люди должны сначала сами написать боту.",
  toExample: "48151623 или @channel",
  lately: "Недавно писали:",
  message: "Сообщение",
  count: (length) => `${number(length)} из ${number(4096)} символов`,
  tooLong: (length) =>
    `${number(length)} символов: Telegram принимает не больше ${number(4096)}. Сократите текст или отправьте частями.`,
  formatting: "Оформление",
  formats: { none: "Нет: простой текст", old: "Markdown (старый)" },
  refused: "Telegram отказал",
  notSent: "Не отправлено",
  send: (username) => `Отправить от @${username}`,
  sending: "Отправляем…",
  sent: (id) => `Отправлено, номер сообщения ${id}`,
  preview: "Как это выглядит",
  previewEmpty: "Здесь появится текст.",
  unauthorized: "Бот не может отправлять: Telegram больше не принимает его токен.",
  newToken: "Дать ему новый",
  openChat: (name, id) => `${name}, чат ${id}`,
};
