import type { SentenceRule } from "../../sentence-rule";

/** What verbs and forms answer when they say no. Telegram's own words stay Telegram's. */
export const refusals: readonly SentenceRule[] = [
  ["Choose at least one bot.", "Выберите хотя бы одного бота."],
  ["At most {count} bots in one call.", "Не больше {count} ботов за один вызов."],
  ["It failed on our side; the log says why.", "Сбой на нашей стороне; причина в журнале сервера."],
  ["The pages are not there at the moment. Try again.", "Страницы сейчас недоступны. Повторите попытку."],
  ["Telegram did not answer, or refused the token.", "Telegram не ответил или отверг токен."],
  ["This invitation was used or withdrawn meanwhile.", "Приглашение уже использовано или отозвано."],
  ["The time to begin with lies behind the time to end with.", "Начало не может быть позже конца."],
  [
    "A migration is under way. Cancel it or let it end before the phase changes.",
    "Переход идёт. Отмените его или дождитесь конца, прежде чем менять этап.",
  ],
  [
    "A migration is under way already. It is shown on this page.",
    "Переход уже идёт. Он показан на этой странице.",
  ],
  [
    "The migration has moved on meanwhile. Look again, then decide.",
    "Переход тем временем ушёл дальше. Посмотрите ещё раз и решите.",
  ],
  ["Say for how long each wave is watched.", "Укажите, сколько наблюдать за каждой волной."],
  ["Whole seconds, please.", "Целое число секунд."],
  ["A wave is watched for at least a second.", "За волной наблюдают не меньше секунды."],
  ["A wave is watched for a day at most.", "За волной наблюдают не больше суток."],
  ["Say which share of failing bots halts the wizard.", "Укажите, при какой доле сбоев остановиться."],
  ["A whole number of percent, please.", "Целое число процентов."],
  ["At least 1 %.", "Не меньше 1 %."],
  ["At most 50 %.", "Не больше 50 %."],
  ["Please check what you entered.", "Проверьте, что вы ввели."],
  ["Some of the input is not valid; see issues.", "Часть данных неверна."],
  [
    "Something went wrong on our side. The reference is {reference}.",
    "Что-то сломалось на нашей стороне. Номер для справки: {reference}.",
  ],
  [
    "The database does not answer at the moment. Try again in a few seconds.",
    "База данных сейчас не отвечает. Попробуйте ещё раз через несколько секунд.",
  ],
  ["There is no such {what}.", "Этого здесь нет."],
  ["There is no such bot.", "Такого бота нет."],
  ["There is no such update.", "Такого обновления нет."],
  ["There is no such account.", "Такого аккаунта нет."],
  ["There is no such API key.", "Такого API-ключа нет."],
  ["This is for administrators.", "Это только для администраторов."],
  ["Only an admin can do this.", "Это может только администратор."],
  ["Only an admin can invite people.", "Приглашать может только администратор."],
  ["This request did not come from Hookline's own pages.", "Запрос пришёл не со страниц Hookline."],
  ["Not a cursor.", "Это не курсор."],
  [
    "This cursor is not one of ours: use nextCursor as it was given.",
    "Этот курсор не наш: берите nextCursor как есть.",
  ],
  ["Name at least one field to change.", "Укажите, что изменить."],

  [
    "Another system has this bot, and its updates. Take the bot back first.",
    "Этот бот и его обновления у другой системы. Сначала верните бота.",
  ],
  ["Write a message to try.", "Напишите сообщение для пробы."],

  ["That email address and password do not match.", "Адрес и пароль не подходят друг к другу."],
  ["Too many tries. Please wait {span}.", "Слишком много попыток. Подождите {span}."],
  [
    "Too many tries. Please wait {span}, or sign out and in again.",
    "Слишком много попыток. Подождите {span} или выйдите и войдите снова.",
  ],
  [
    "Too many tries. Please wait {span}, sign in with a browser that you have used here before, or choose a new password by mail.",
    "Слишком много попыток. Подождите {span}, войдите из браузера, в котором уже входили сюда, или смените пароль по почте.",
  ],
  [
    "Too many tries. Please wait {span}, sign in with a browser that you have used here before, or ask whoever runs this portal for a link to choose a new password.",
    "Слишком много попыток. Подождите {span}, войдите из браузера, в котором уже входили сюда, или попросите у администратора сервера ссылку для нового пароля.",
  ],
  [
    "Too many links were asked for. Open the newest one in your mailbox, or ask again in {span}.",
    "Ссылок запрошено слишком много. Откройте самую новую в вашей почте или запросите ещё одну через {span}.",
  ],
  ["Enter an email address.", "Введите адрес эл. почты."],
  ["Enter your email address.", "Введите ваш адрес эл. почты."],
  ["That is too long for an email address.", "Для адреса это слишком длинно."],
  ["Enter an email address such as ada@example.org.", "Введите адрес, например ada@example.org."],
  ["Enter a password.", "Введите пароль."],
  ["Enter your password.", "Введите ваш пароль."],
  ["Enter your current password.", "Введите текущий пароль."],
  ["Use at least 8 characters.", "Нужно не меньше 8 символов."],
  ["Use at most {count} characters.", "Символов может быть не больше {count}."],
  [
    "This is one of the passwords that are tried first. Please choose another.",
    "Этот пароль пробуют первым. Выберите другой.",
  ],
  ["Choose a password other than your address.", "Пароль не должен совпадать с адресом."],
  ["Leave out control characters and line breaks.", "Уберите управляющие символы и переводы строк."],
  ["That is not your current password.", "Это не ваш текущий пароль."],
  ["Your password was changed elsewhere just now.", "Ваш пароль только что изменили в другом месте."],
  [
    "This invitation is no longer valid. Ask for a new one.",
    "Приглашение больше не действует. Попросите новое.",
  ],
  [
    "This portal has not been set up yet. Its operator makes the first account.",
    "Портал ещё не настроен. Первый аккаунт создаёт его оператор.",
  ],
  [
    "This holds a character that cannot be stored: remove it.",
    "Здесь есть символ, который нельзя сохранить: удалите его.",
  ],
  ["A name holds a character that cannot be stored.", "В имени есть символ, который нельзя сохранить."],
  ["This is nested too deeply.", "Слишком много уровней вложенности."],
  ["This number is too large.", "Это число слишком велико."],
  [
    "A value cannot be stored: a number is too large, or a text holds a character that no text has.",
    "Значение нельзя сохранить: число слишком велико или в тексте есть недопустимый символ.",
  ],
  ["Signing up is closed here.", "Регистрация здесь закрыта."],
  ["Signing up needs an invitation here.", "Для регистрации нужно приглашение."],
  [
    "There is already an account with this address. Choose another.",
    "Аккаунт с этим адресом уже есть. Выберите другой.",
  ],
  ["There is already an account with the address {email}.", "Аккаунт с адресом {email} уже есть."],
  [
    "There is no account with the address {email} that may sign in.",
    "Аккаунта с адресом {email}, который может войти, нет.",
  ],
  ["There is no account with the address {email}.", "Аккаунта с адресом {email} нет."],
  [
    "This link is no longer valid. Restart Hookline to get a new one.",
    "Ссылка больше не действует. Перезапустите Hookline, чтобы получить новую.",
  ],
  ["Two-factor sign-in is off.", "Двухфакторный вход выключен."],
  ["Two-factor sign-in is off already.", "Двухфакторный вход уже выключен."],
  ["Two-factor sign-in is off for {email}.", "Двухфакторный вход выключен для {email}."],
  [
    "Two-factor sign-in is on already. Turn it off first.",
    "Двухфакторный вход уже включён. Сначала выключите его.",
  ],
  [
    "Turn your own two-factor sign-in off on your account page.",
    "Свой двухфакторный вход выключают на странице аккаунта.",
  ],
  ["Enter the code.", "Введите код."],
  [
    "That code is not right, or it was used before. Enter the newest one of your app.",
    "Код неверен или уже использован. Введите самый новый код из приложения.",
  ],
  [
    "That code is not right. Check the clock of your device, and enter the newest code.",
    "Код неверен. Проверьте часы устройства и введите самый новый код.",
  ],
  ["This set-up is over. Begin again.", "Время настройки вышло. Начните заново."],
  ["This API key is not valid.", "API-ключ недействителен."],
  ["An account has at most {count} API keys.", "У аккаунта может быть не больше {count} API-ключей."],
  [
    "There is no such person, or they are the last admin, who must stay.",
    "Такого человека нет, или это последний администратор: он должен остаться.",
  ],

  ["Paste the token that BotFather gave you.", "Вставьте токен, который дал BotFather."],
  ["That is too long for a bot token.", "Для токена это слишком длинно."],
  [
    "That does not look like a bot token. BotFather's tokens look like 123456789:AAF… - copy the whole line.",
    "Это не похоже на токен бота. Токены BotFather выглядят так: 123456789:AAF… — скопируйте строку целиком.",
  ],
  [
    "Telegram does not accept this token. It may have been revoked: ask BotFather for the current one with /token.",
    "Telegram не принимает этот токен. Возможно, он отозван: спросите у BotFather нынешний командой /token.",
  ],
  [
    "You have registered this bot already. Open it in your list of bots.",
    "Вы уже зарегистрировали этого бота. Откройте его в списке.",
  ],
  [
    "This bot is registered here already. If it is yours, ask the administrator, or revoke the token with BotFather.",
    "Этот бот здесь уже зарегистрирован. Если он ваш, обратитесь к администратору или отзовите токен в BotFather.",
  ],
  [
    "This token belongs to {other}, not to {bot}. Register that bot by itself instead.",
    "Этот токен принадлежит {other}, а не {bot}. Зарегистрируйте того бота отдельно.",
  ],
  [
    "Telegram no longer accepts this bot's token. Give it a new one.",
    "Telegram больше не принимает токен этого бота. Укажите новый.",
  ],
  [
    "Telegram no longer accepts this bot's token. Give it a new one first.",
    "Telegram больше не принимает токен этого бота. Сначала укажите новый.",
  ],
  [
    "Telegram did not answer: the message may have been sent. Look into the chat before you send it again.",
    "Telegram не ответил: сообщение могло уйти. Посмотрите в чат, прежде чем отправлять ещё раз.",
  ],
  [
    "Telegram cannot be reached right now. Try again in a moment.",
    "Telegram сейчас недоступен. Повторите чуть позже.",
  ],
  ["Telegram cannot be reached. Try again in a moment.", "Telegram недоступен. Повторите чуть позже."],
  [
    "This deployment has no public address, so every bot polls.",
    "У портала нет публичного адреса, поэтому все боты работают через опрос.",
  ],
  [
    "This deployment has no public address for webhooks. Ask its operator to set WEBHOOK_BASE_URL.",
    "У портала нет публичного адреса для вебхуков. Попросите администратора сервера задать WEBHOOK_BASE_URL.",
  ],
  [
    "The bot is still changing its door. Try again in a moment.",
    "Бот ещё меняет способ приёма. Повторите чуть позже.",
  ],
  ["The bot's door has changed meanwhile.", "Способ приёма у бота тем временем уже изменился."],
  ["The text is empty.", "Текст пуст."],
  ["A chat is a number, or @name of a public chat.", "Чат — это номер или @имя открытого канала или группы."],
  ["Telegram takes at most {count} characters.", "Telegram принимает не больше {count} символов."],

  // zod's own sentences: what a form's fields do not allow anyway.
  ["Too big: expected {kind} to have <={count} {unit}", "Слишком длинно: не больше {count}."],
  ["Too small: expected {kind} to have >={count} {unit}", "Слишком коротко: не меньше {count}."],
  ["Too big: expected {kind} to be <={limit}", "Слишком много: не больше {limit}."],
  ["Too small: expected {kind} to be >={limit}", "Слишком мало: не меньше {limit}."],
  ["Too small: expected {kind} to be >{limit}", "Слишком мало: нужно больше {limit}."],
  ["Invalid {what}", "Так не подходит."],
  ["Unrecognized {what}", "Здесь этого не ждут."],
];
