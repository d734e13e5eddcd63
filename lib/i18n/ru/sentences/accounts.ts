import type { SentenceRule } from "../../sentence-rule";

/** What sessions, API keys and addresses of accounts say. */
export const accounts: readonly SentenceRule[] = [
  ["This address cannot be used here. Choose another.", "Этот адрес использовать нельзя. Выберите другой."],
  ["The mail could not be sent. Please try again later.", "Письмо не отправлено. Попробуйте позже."],
  [
    "This link is no longer valid. Ask for a new one on your account page.",
    "Ссылка больше не действует. Запросите новую на странице аккаунта.",
  ],
  ["This link is no longer valid. Ask for a new one.", "Ссылка больше не действует. Запросите новую."],
  ["Type the address of your account.", "Введите адрес вашего аккаунта."],
  [
    "You are the last admin. Make somebody else an admin first.",
    "Вы последний администратор. Сначала назначьте другого.",
  ],
  [
    "A bot was registered meanwhile. Please try again.",
    "Тем временем зарегистрирован ещё один бот. Попробуйте снова.",
  ],
  ["There is no such session.", "Такого сеанса нет."],
  ["Your sessions were just ended. Sign in again.", "Ваши сеансы только что завершили. Войдите снова."],
  ["This API key has expired. Make a new one.", "Срок API-ключа истёк. Создайте новый."],
  ['This API key lacks the scope "{scope}".', "Этому API-ключу не дано право «{scope}»."],
  ["Scopes are all, read, write and messages.", "Права: all, read, write и messages."],
  ["Choose what the key may do.", "Выберите, что можно программе."],
  ["Enter a number of days.", "Введите число дней."],
  ["Enter a whole number of days.", "Введите целое число дней."],
  ["A key lasts a day at least.", "Ключ действует не меньше дня."],
  ["Use at most 3650 days.", "Дней может быть не больше 3650."],
];
