import type { en } from "../en/mail";
import { numberIn, pluralIn } from "../plural";
import type { Texts } from "../texts";

const number = numberIn("ru");
const plural = pluralIn("ru");
const bots = (count: number) =>
  `${number(count)} ${plural(count, { one: "бот", few: "бота", other: "ботов" })}`;

export const ru: Texts<typeof en> = {
  confirmEmail: {
    subject: "Подтвердите новый адрес",
    text: (link) =>
      `Кто-то, скорее всего вы, хочет использовать этот адрес для своего аккаунта Hookline.\n\nПодтвердите его в течение часа:\n${link}\n\nЕсли это не вы, ничего не делайте: адрес останется прежним.`,
  },
  addressTaken: {
    subject: "У этого адреса уже есть аккаунт",
    text: (portal) =>
      `Кто-то, возможно вы, хотел перенести на этот адрес другой аккаунт Hookline. У адреса уже есть свой аккаунт, поэтому ничего не изменилось.\n\n${portal}`,
  },
  emailChanged: {
    subject: "Адрес вашего аккаунта изменён",
    text: (address) =>
      `Теперь ваш аккаунт Hookline связан с адресом ${address}. Прежний адрес доступа больше не даёт.\n\nЕсли это сделали не вы, сразу сообщите администраторам портала.`,
  },
  resetPassword: {
    subject: "Выберите новый пароль",
    text: (link) =>
      `Кто-то, скорее всего вы, забыл пароль от аккаунта Hookline с этим адресом.\n\nВыберите новый в течение часа:\n${link}\n\nЕсли это не вы, ничего не делайте: пароль останется прежним.`,
  },
  passwordReset: {
    subject: "Ваш пароль изменён",
    text: (portal) =>
      `Пароль вашего аккаунта Hookline только что сменили по ссылке, отправленной на этот адрес; все сеансы завершены, все API-ключи отозваны.\n\n${portal}\n\nЕсли это сделали не вы, сразу сообщите администраторам портала.`,
  },
  newApiKey: {
    subject: "Новый API-ключ вашего аккаунта",
    text: (key) =>
      `Для вашего аккаунта Hookline только что создан API-ключ. Тот, у кого он есть, действует от вашего имени.\n\nНазвание: ${key.name}\nПрава: ${key.scopes}\nСрок действия: ${key.expires}\nСоздан: ${key.made}, ${key.where}\n\nЕсли это сделали не вы, сразу отзовите ключ и смените пароль:\n${key.page}`,
    never: "бессрочно",
    onPage: (place) => `на странице аккаунта (${place})`,
    onCommandLine: "администраторами портала в командной строке",
  },
  alerts: {
    oneBegun: (bot) => `${bot} ждёт вас`,
    manyBegun: (count) => `Вас ${plural(count, { one: "ждёт", other: "ждут" })} ${bots(count)}`,
    oneEnded: (bot) => `${bot} снова в порядке`,
    manyEnded: (count) => `Снова в порядке: ${bots(count)}`,
    begun: "Ждут вас:",
    ended: "Закончилось:",
    over: {
      unauthorized: "Telegram снова принимает его токен.",
      conflict: "Другие программы больше не забирают его обновления.",
      silent: "Он снова получает обновления.",
      backlog: "Обновлениям, ждущим в Telegram, больше не грозит скорая потеря.",
      quarantine: "Ни один его чат больше не отложен.",
      fallback: "Он больше не опрашивает Telegram вместо вебхука.",
    },
    more: (count) => `… и ещё ${number(count)}.`,
    footer: (choices) =>
      `Вы получили это письмо, потому что в вашем аккаунте включены уведомления по почте. Выбрать, какие нужны, или выключить их:\n${choices}`,
  },
};
