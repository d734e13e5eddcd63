import { numberIn, pluralIn } from "../../plural";
import type { SentenceRule } from "../../sentence-rule";

const plural = pluralIn("ru");
const number = numberIn("ru");

const waits = (count: string) => {
  const value = Number(count.replaceAll(",", ""));
  const verb = plural(value, { one: "ждёт", other: "ждут" });
  return `${number(value)} ${plural(value, { one: "обновление", few: "обновления", other: "обновлений" })} ${verb}`;
};

/** What lib/health says of a bot, and the buttons that help. */
export const verdicts: readonly SentenceRule[] = [
  ["Give a new token", "Указать новый токен"],
  ["Resume", "Снять с паузы"],
  ["Switch to polling", "Перейти на опрос"],
  ["Set the webhook again", "Поставить вебхук снова"],
  ["Take the bot back", "Вернуть бота"],
  ["Start a sidecar", "Запустить сайдкар"],
  ["Look at these updates", "Посмотреть эти обновления"],
  ["Change the replies", "Изменить ответы"],
  ["Look at what waits", "Посмотреть, что ждёт"],
  ["Send /start", "Отправить /start"],

  ["Telegram no longer accepts this bot's token.", "Telegram больше не принимает токен этого бота."],
  [
    "This bot is paused. Telegram keeps its updates for 24 hours.",
    "Бот на паузе. Telegram хранит его обновления 24 часа.",
  ],
  [
    "The bot is changing doors. Nothing is lost: Telegram keeps its updates meanwhile.",
    "Бот меняет способ приёма. Ничего не теряется: Telegram пока хранит его обновления.",
  ],
  [
    "No updates reach this bot: neither a webhook nor polling is on.",
    "До бота ничего не доходит: не включены ни вебхук, ни опрос.",
  ],
  [
    "No updates reach this bot: neither a webhook nor polling is on: {reason}.",
    "До бота ничего не доходит: не включены ни вебхук, ни опрос ({reason}).",
  ],
  [
    "1 chat is set aside: its updates wait until you release it.",
    "Один чат отложен: его обновления ждут, пока вы не вернёте его в работу.",
  ],
  [
    "{count} chats are set aside: their updates wait until you release them.",
    ({ count = "" }) => {
      const value = Number(count.replaceAll(",", ""));
      const chats = plural(value, { one: "чат отложен", few: "чата отложены", other: "чатов отложены" });
      return `${number(value)} ${chats}: их обновления ждут, пока вы не вернёте их в работу.`;
    },
  ],
  [
    "1 reply was switched off because its expression took too long.",
    "Один ответ выключен, потому что его выражение работало слишком долго.",
  ],
  [
    "{count} replies were switched off because their expressions took too long.",
    ({ count = "" }) => {
      const value = Number(count.replaceAll(",", ""));
      const replies = plural(value, {
        one: "ответ выключен",
        few: "ответа выключены",
        other: "ответов выключены",
      });
      return `${number(value)} ${replies}, потому что их выражения работали слишком долго.`;
    },
  ],
  [
    "{count} updates could not be handled after several tries and were put aside.",
    ({ count = "" }) => {
      const value = Number(count.replaceAll(",", ""));
      const updates = plural(value, { one: "обновление", few: "обновления", other: "обновлений" });
      return `${number(value)} ${updates} не удалось обработать за несколько попыток; они отложены.`;
    },
  ],
  [
    "1 update could not be handled after several tries and was put aside.",
    "Одно обновление не удалось обработать за несколько попыток; оно отложено.",
  ],
  [
    "The database is slow: it takes {span} for a small question.",
    "База данных отвечает медленно: простой запрос занимает {span}.",
  ],
  [
    "No update has arrived yet. Send /start to {bot}.",
    "Обновлений ещё не было. Отправьте /start боту {bot}.",
  ],
  [
    "Updates arrive by webhook; the last came {span} ago.",
    "Обновления приходят через вебхук; последнее — {span} назад.",
  ],
  [
    "Updates arrive by polling; the last came {span} ago.",
    "Обновления приходят через опрос; последнее — {span} назад.",
  ],
  ["Ready by webhook; it has been quiet for {span}.", "Готов, вебхук работает; тихо уже {span}."],
  ["Ready by polling; it has been quiet for {span}.", "Готов, опрос работает; тихо уже {span}."],

  [
    "This deployment no longer has a public address, so the webhook leads nowhere.",
    "У портала больше нет публичного адреса, поэтому вебхук никуда не ведёт.",
  ],
  [
    "{trouble}; fallback is switched off, so its updates wait, and Telegram starts dropping them at {moment}.",
    "{trouble}; переход на опрос выключен, обновления ждут, и Telegram начнёт удалять их {moment}.",
  ],
  [
    "{trouble}; fallback is switched off, so this bot waits until it works again.",
    "{trouble}; переход на опрос выключен, поэтому бот ждёт, пока вебхук не заработает.",
  ],
  [
    "{trouble}; this bot moves to polling once Telegram confirms it.",
    "{trouble}; бот перейдёт на опрос, как только Telegram это подтвердит.",
  ],
  ["The public address cannot be reached", "Публичный адрес недоступен"],
  ["The public address cannot be reached ({reason})", "Публичный адрес недоступен ({reason})"],
  [
    "Nothing has come by webhook since it was set {span} ago. Send /start to {bot}.",
    "Вебхук поставлен {span} назад, и через него ещё ничего не пришло. Отправьте /start боту {bot}.",
  ],
  [
    "No update has come for {span}. Send /start to {bot}.",
    "Обновлений нет уже {span}. Отправьте /start боту {bot}.",
  ],

  [
    "Telegram does not trust the certificate of the public address, so nothing is delivered.",
    "Telegram не доверяет сертификату публичного адреса, поэтому ничего не доставляется.",
  ],
  [
    "Telegram cannot make an encrypted connection to the public address, so nothing is delivered.",
    "Telegram не может установить шифрованное соединение с публичным адресом, поэтому ничего не доставляется.",
  ],
  [
    "Telegram cannot find the public address: its name leads nowhere.",
    "Telegram не находит публичный адрес: его имя никуда не ведёт.",
  ],
  [
    "Nothing answers at the public address: the connection is refused.",
    "По публичному адресу никто не отвечает: соединение отклонено.",
  ],
  [
    "Connections to the public address break off before an answer comes.",
    "Соединения с публичным адресом обрываются до ответа.",
  ],
  ["The public address does not answer Telegram in time.", "Публичный адрес не отвечает Telegram вовремя."],
  [
    "Telegram finds no way to the public address: its network is unreachable.",
    "Telegram не находит пути к публичному адресу: его сеть недоступна.",
  ],
  [
    "Telegram brings the wrong secret, so its updates are turned away.",
    "Telegram присылает неверный секрет, поэтому его обновления отклоняются.",
  ],
  [
    "A firewall or an allow-list in front of the public address keeps Telegram out (403).",
    "Файрвол или список разрешённых адресов не пропускает Telegram (403).",
  ],
  ["The public address does not lead to this bot (404).", "Публичный адрес не ведёт к этому боту (404)."],
  [
    "The public address sends Telegram elsewhere, and Telegram does not follow.",
    "Публичный адрес перенаправляет Telegram, а он по перенаправлениям не ходит.",
  ],
  [
    "The public address asks Telegram to slow down (429).",
    "Публичный адрес просит Telegram сбавить темп (429).",
  ],
  [
    "Hookline could not record updates, so Telegram keeps them (503).",
    "Hookline не смог записать обновления, поэтому их хранит Telegram (503).",
  ],
  [
    "The proxy in front of the public address does not reach Hookline.",
    "Прокси перед публичным адресом не достаёт до Hookline.",
  ],
  ["The public address turns Telegram's updates away.", "Публичный адрес отклоняет обновления Telegram."],
  [
    "The public address fails when Telegram delivers.",
    "Публичный адрес отвечает ошибкой на обновления Telegram.",
  ],
  ['Telegram cannot deliver: "{words}".', "Telegram не может доставить: «{words}»."],

  [
    "No sidecar is running, so nobody asks Telegram for updates.",
    "Ни один сайдкар не запущен, поэтому Telegram никто не опрашивает.",
  ],
  [
    "No sidecar has taken up this bot, so nobody asks Telegram for its updates.",
    "Ни один сайдкар не взял этого бота, поэтому Telegram никто не опрашивает.",
  ],
  [
    "Polling stands still: Telegram has answered no poll for {span}.",
    "Опрос стоит: Telegram не отвечает уже {span}.",
  ],
  [
    "Polling has just begun; Telegram has not answered the first poll yet.",
    "Опрос только начался; Telegram ещё не ответил на первый запрос.",
  ],
  [
    "Another program has set a webhook for this bot, and Telegram sends its updates there.",
    "Другая программа поставила боту вебхук, и Telegram шлёт обновления туда.",
  ],
  [
    "Another poll has ended this bot's own; it may be a hand-over between sidecars.",
    "Другой опрос прервал опрос этого бота; возможно, сайдкары передают его друг другу.",
  ],
  [
    "Another program has polled with this bot's token for {span} and takes its updates.",
    "Другая программа уже {span} опрашивает Telegram с токеном этого бота и забирает обновления.",
  ],
  [
    "Telegram has asked Hookline to slow down; polling goes on by itself.",
    "Telegram попросил Hookline сбавить темп; опрос продолжится сам.",
  ],
  [
    "Hookline has not reached Telegram for {span}; it keeps trying.",
    "Hookline не может связаться с Telegram уже {span}; попытки продолжаются.",
  ],
  [
    "Hookline could not reach Telegram at the last poll; it keeps trying.",
    "При последнем опросе Hookline не смог связаться с Telegram; попытки продолжаются.",
  ],
  ["The last poll failed; Hookline keeps trying.", "Последний опрос не удался; Hookline продолжает попытки."],
  [
    'The last poll failed ("{words}"); Hookline keeps trying.',
    "Последний опрос не удался («{words}»); Hookline продолжает попытки.",
  ],

  [
    "Another system keeps setting its own webhook and has received this bot's updates.",
    "Другая система ставит свой вебхук и получает обновления этого бота.",
  ],
  [
    "Another system keeps setting its own webhook and has received this bot's updates for {span}.",
    "Другая система ставит свой вебхук и получает обновления этого бота уже {span}.",
  ],
  [
    "Another system ({host}) keeps setting its own webhook and has received this bot's updates.",
    "Другая система ({host}) ставит свой вебхук и получает обновления этого бота.",
  ],
  [
    "Another system ({host}) keeps setting its own webhook and has received this bot's updates for {span}.",
    "Другая система ({host}) ставит свой вебхук и получает обновления этого бота уже {span}.",
  ],
  [
    "Another program keeps removing this bot's webhook, and no update has come here.",
    "Другая программа снимает вебхук этого бота, и сюда ничего не приходит.",
  ],
  [
    "Another program keeps removing this bot's webhook, and no update has come here for {span}.",
    "Другая программа снимает вебхук этого бота, и сюда ничего не приходит уже {span}.",
  ],
  [
    "Another program polls with this bot's token and has received its updates.",
    "Другая программа опрашивает Telegram с токеном этого бота и получает его обновления.",
  ],
  [
    "Another program polls with this bot's token and has received its updates for {span}.",
    "Другая программа опрашивает Telegram с токеном этого бота и получает его обновления уже {span}.",
  ],
  ["Another program receives this bot's updates.", "Обновления этого бота получает другая программа."],
  [
    "Another program receives this bot's updates: {reason}.",
    "Обновления этого бота получает другая программа: {reason}.",
  ],

  ["Works by polling instead of the webhook.", "Работает через опрос вместо вебхука."],
  ["Works by polling instead of the webhook; {next}.", "Работает через опрос вместо вебхука; {next}."],
  ["Works by polling because {reason}.", "Работает через опрос: {reason}."],
  ["Works by polling because {reason}; {next}.", "Работает через опрос: {reason}; {next}."],
  ["This deployment has no public address", "у портала нет публичного адреса"],
  [
    "The webhook is tried again once the public address can be reached",
    "Вебхук попробуем снова, когда публичный адрес станет доступен",
  ],
  ["The webhook is tried again in {span}", "Вебхук попробуем снова, осталось {span}"],
  ["The webhook is about to be tried again", "Вебхук вот-вот попробуем снова"],
  [
    "The webhook is tried again once the public address is known to be well",
    "Вебхук попробуем снова, когда публичный адрес подтвердится",
  ],

  ["{updates} wait at Telegram, {oldest}; {loss}.", "В Telegram ждут: {updates}, {oldest}; {loss}."],
  ["1 update waits at Telegram, {oldest}; {loss}.", "В Telegram ждёт одно обновление, {oldest}; {loss}."],
  ["For {span}", "уже {span}"],
  ["The oldest for {span}", "самое старое — {span}"],
  ["Telegram starts dropping them at {moment}", "Telegram начнёт удалять их {moment}"],
  ["Telegram is dropping them", "Telegram уже удаляет их"],
  [
    "{count} updates wait at Telegram, and none has arrived for {span}.",
    ({ count = "", span = "" }) => `${waits(count)} в Telegram, и ни одно не пришло за последние ${span}.`,
  ],
  [
    "1 update waits at Telegram, and none has arrived for {span}.",
    "Одно обновление ждёт в Telegram и не приходит уже {span}.",
  ],
  [
    "{count} updates wait at Telegram and are being fetched.",
    ({ count = "" }) => `${waits(count)} в Telegram; мы их забираем.`,
  ],
];
