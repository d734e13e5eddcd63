import type { SentenceRule } from "../../sentence-rule";

/** What replays, chats that are set aside and statistics say. */
export const inspector: readonly SentenceRule[] = [
  [
    "There is no such update. Updates are kept for {days} {word}.",
    ({ days = "" }) => `Такого обновления нет. Обновления хранятся ${days} дн.`,
  ],
  [
    "This update has been tried again since you looked, or is about to be. Look at it again.",
    "С тех пор обновление уже обработали ещё раз или вот-вот обработают. Посмотрите на него снова.",
  ],
  [
    "The bot is paused. Resume it first, or make a dry run.",
    "Бот на паузе. Сначала снимите его с паузы или сделайте пробный прогон.",
  ],
  [
    "Telegram no longer accepts this bot's token. Give it a new one first, or make a dry run.",
    "Telegram больше не принимает токен бота. Сначала укажите новый или сделайте пробный прогон.",
  ],
  [
    "Another system has this bot. Take it back first, or make a dry run.",
    "Бот у другой системы. Сначала верните его или сделайте пробный прогон.",
  ],
  [
    "This update is in work. Replay it when that is through.",
    "Обновление ещё обрабатывается. Повторите, когда это закончится.",
  ],
  [
    "This update's chat is set aside. Release the chat: its updates are then handled in order.",
    "Чат этого обновления отложен. Верните чат в работу: его обновления будут обработаны по порядку.",
  ],
  ["Choose at least one update.", "Выберите хотя бы одно обновление."],
  ["At most {count} updates are replayed at once.", "За один раз повторяется не больше {count} обновлений."],
  ["Set aside by the bot's owner.", "Отложен владельцем бота."],
  [
    "Three of its updates in a row could not be handled. The last error: {words}",
    "Три его обновления подряд не удалось обработать. Последняя ошибка: {words}",
  ],
  [
    "Discarded by the bot's owner when its chat was released.",
    "Отброшено владельцем бота, когда чат вернули в работу.",
  ],
  [
    "The process died each time it handled this update.",
    "Процесс падал каждый раз, когда обрабатывал это обновление.",
  ],
  ["The behaviours did not end in time.", "Поведение бота не закончилось вовремя."],
  [
    "The bot was removed before this update was handled.",
    "Бота удалили раньше, чем это обновление обработали.",
  ],
  ["The updates could not be stored yet.", "Обновления пока не удалось сохранить."],
  [
    "TelegramUnreachable: {method}: Telegram could not be reached ({reason})",
    "{method}: Telegram недоступен ({reason})",
  ],
  ["Error: {words}", "Ошибка: {words}"],
  [
    "`from` has to lie before `to`, within the last 90 days.",
    "`from` должно быть раньше `to` и в пределах последних 90 дней.",
  ],
  [
    "Beyond 8 days there are counters by the hour only: ask for 1h or more.",
    "Старше 8 дней счётчики только по часам: запросите 1h или больше.",
  ],
  [
    "These are more than {count} buckets: ask for longer ones or less time.",
    "Это больше {count} отрезков: запросите отрезки длиннее или меньший срок.",
  ],
];
