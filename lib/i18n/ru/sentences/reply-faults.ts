import type { SentenceRule } from "../../sentence-rule";

/** What is wrong with a reply: its trigger, its buttons, its text. */
export const replyFaults: readonly SentenceRule[] = [
  ["Name the command, e.g. start.", "Назовите команду, например start."],
  [
    "A command is 1-32 of the letters a-z, digits and underscores, e.g. start.",
    "Команда — от 1 до 32 латинских букв, цифр и подчёркиваний, например start.",
  ],
  ["Give a word or a phrase.", "Укажите слово или фразу."],
  ["A keyword has at most 256 characters.", "Ключевая фраза — не длиннее 256 символов."],
  [
    "A keyword holds a control character: remove it.",
    "В ключевой фразе есть управляющий символ: уберите его.",
  ],
  ["A keyword needs at least one visible character.", "В ключевой фразе нужен хотя бы один видимый символ."],
  ["Give a regular expression.", "Укажите регулярное выражение."],
  ["A regular expression has at most 512 characters.", "Регулярное выражение — не длиннее 512 символов."],
  [
    "The expression holds a control character: write it as an escape.",
    "В выражении есть управляющий символ: запишите его через обратную косую черту.",
  ],
  ["This trigger takes no value.", "У этого условия нет значения."],
  ["A trigger is a command, keyword, regex or any.", "Условие — command, keyword, regex или any."],
  ["Write the text of the reply.", "Напишите текст ответа."],
  ["The parse mode is HTML, MarkdownV2 or Markdown.", "Разметка — HTML, MarkdownV2 или Markdown."],
  ["A language is a code such as en or pt-br.", "Язык — код, например en или pt-br."],
  [
    "The text holds a control character that cannot be seen: remove it.",
    "В тексте есть невидимый управляющий символ: уберите его.",
  ],
  ["A bot has at most {count} replies.", "У бота может быть не больше {count} ответов."],
  [
    "With this expression the bot's regular expressions are too large together ({steps} steps, at most {most}): use keywords or repeat less.",
    "С этим выражением регулярные выражения бота вместе слишком велики ({steps} шагов, можно {most}): возьмите ключевые фразы или уменьшите повторы.",
  ],
  [
    "\\b sees only the letters a to z. Use a keyword trigger for words of other alphabets, or leave \\b out.",
    "\\b видит только латинские буквы. Для слов других алфавитов возьмите ключевую фразу или уберите \\b.",
  ],
  [
    "This expression is too large ({size} steps, at most {most}): repeat fewer times, e.g. {one} instead of {other}.",
    "Выражение слишком велико ({size} шагов, можно {most}): уменьшите повторы, например {one} вместо {other}.",
  ],
  [
    "This is not a regular expression that can be used: {words}.",
    "Такое регулярное выражение использовать нельзя: {words}.",
  ],
  [
    "An address begins with https://, http:// or tg:// and holds no blanks.",
    "Адрес начинается с https://, http:// или tg:// и не содержит пробелов.",
  ],
  ["A callback needs a text, such as /help.", "Кнопке нужен текст, например /help."],
  [
    "A callback holds a line break or a control character: remove it.",
    "В тексте кнопки есть перевод строки или управляющий символ: уберите его.",
  ],
  ['There is no parse mode "{mode}".', "Разметки «{mode}» нет."],
  ["There is no {name}. Known are {names}.", "{name} не существует. Есть {names}."],
  [
    "Write {escaped} for a backslash before {{ }} ({near}).",
    "Обратную косую черту перед {{ }} пишите как {escaped} ({near}).",
  ],
  ["Write {escaped} for a backslash before {{ }}.", "Обратную косую черту перед {{ }} пишите как {escaped}."],
  [
    "In a code block write {escaped} for a backtick ({near}).",
    "В блоке кода обратный апостроф пишите как {escaped} ({near}).",
  ],
  ['Write {escaped} for "{plain}" ({near}).', "Вместо «{plain}» пишите {escaped} ({near})."],
  [
    "Put a line break between ``` and {{ }}: the first word after ``` names a language.",
    "Между ``` и {{ }} нужен перевод строки: первое слово после ``` — название языка.",
  ],
  ["A custom emoji is written {example}.", "Эмодзи из набора пишется так: {example}."],
  [
    'The address of a link never ends ({near}): add ")".',
    "Адрес ссылки не заканчивается ({near}): добавьте «)».",
  ],
  [
    '"{mark}" opens {what} that never ends ({near}): close it with {end}, or write {escaped} for a plain one.',
    "«{mark}» открывает разметку, которая не заканчивается ({near}): закройте её знаком {end} или напишите {escaped}.",
  ],
  ["{tag} is never closed: add {end}.", "{tag} не закрыт: добавьте {end}."],
  ['Write &amp; for "&" before {{ }} ({near}).', "Вместо «&» перед {{ }} пишите &amp; ({near})."],
  ['Write &amp; for "&" before {{ }}.', "Вместо «&» перед {{ }} пишите &amp;."],
  [
    'The tag {tag} is not finished ({near}): close it with > and put values in double quotes; for a plain "<" write &lt;.',
    "Тег {tag} не закончен ({near}): закройте его знаком >, значения возьмите в двойные кавычки; для простого «<» пишите &lt;.",
  ],
  [
    'Inside a tag, {{ }} works only in <a href="…">, in double quotes.',
    'Внутри тега {{ }} работает только в <a href="…">, в двойных кавычках.',
  ],
  [
    'Telegram takes <span> only as <span class="tg-spoiler">.',
    'Telegram принимает <span> только как <span class="tg-spoiler">.',
  ],
  [
    '<tg-emoji> needs emoji-id="…" with the number of a custom emoji.',
    'Тегу <tg-emoji> нужен emoji-id="…" с номером эмодзи.',
  ],
  [
    "An end tag is not finished ({near}): write e.g. </b>.",
    "Закрывающий тег не закончен ({near}): пишите, например, </b>.",
  ],
  [
    "{end} closes nothing: remove it, or open {tag} before it.",
    "{end} ничего не закрывает: уберите его или откройте {tag} раньше.",
  ],
  [
    "{end} comes while {tag} is open: write {first} first.",
    "{end} стоит, пока открыт {tag}: сначала напишите {first}.",
  ],
  ["A button needs a text.", "Кнопке нужен текст."],
  ["A button's text has at most 64 characters.", "Текст кнопки — не длиннее 64 символов."],
  [
    "A button's text holds a line break or a control character: remove it.",
    "В тексте кнопки есть перевод строки или управляющий символ: уберите его.",
  ],
  [
    "Names in {{ }} work in the reply's text only, not in buttons.",
    "Имена в {{ }} работают только в тексте ответа, не в кнопках.",
  ],
  ["An address has at most 2048 characters.", "Адрес — не длиннее 2048 символов."],
  [
    "A button has either a url or a callback: give one of them.",
    "У кнопки есть либо адрес, либо текст: укажите одно из двух.",
  ],
  ["A row needs a button.", "В ряду нужна хотя бы одна кнопка."],
  ["A row has at most {count} buttons.", "В ряду может быть не больше {count} кнопок."],
  ["A reply has at most {count} buttons.", "У ответа может быть не больше {count} кнопок."],
  [
    "A button is {text, url} or {text, callback}, alone or in a row of them.",
    "Кнопка — {text, url} или {text, callback}, одна или в ряду с другими.",
  ],
  [
    "A callback has at most 64 bytes, and this has {bytes}: shorten it.",
    "Текст кнопки — не больше 64 байт, а здесь {bytes}: сократите его.",
  ],
  ['For a plain "<" write &lt; ({near}).', "Вместо «<» пишите &lt; ({near})."],
  [
    "Telegram does not know {tag}: use a line break instead.",
    "Telegram не знает {tag}: поставьте перевод строки.",
  ],
  [
    'Telegram does not know {tag}. It takes {tags}; for a plain "<" write &lt;.',
    "Telegram не знает {tag}. Он принимает {tags}; вместо «<» пишите &lt;.",
  ],
  [
    '"[" opens a link that never ends ({near}): write {escaped} for a plain "[".',
    "«[» открывает ссылку, которая не заканчивается ({near}): вместо «[» пишите {escaped}.",
  ],
  [
    '"{mark}" opens {what} that never ends ({near}): close it with another {end}, or write {escaped} for a plain one.',
    "«{mark}» открывает разметку, которая не заканчивается ({near}): закройте её ещё одним {end} или напишите {escaped}.",
  ],
  [
    "This expression takes too long to get ready: make it shorter, repeat less in it, or use a keyword.",
    "Подготовка этого выражения занимает слишком много времени: сократите его, уменьшите повторы или возьмите ключевую фразу.",
  ],
  [
    "The expressions could not be checked in time: try again.",
    "Выражения не успели проверить: попробуйте ещё раз.",
  ],
  [
    "Reply {number} was passed over: its expression took too long.",
    "Ответ {number} пропущен: его выражение работало слишком долго.",
  ],
  [
    "Reply {number} was passed over: its expression took too long, and no time was left for {others} more.",
    "Ответ {number} пропущен: его выражение работало слишком долго, и ещё на {others} времени не осталось.",
  ],
  [
    "Reply {number} is switched off now: its expression took too long for the third time.",
    "Ответ {number} теперь выключен: его выражение работало слишком долго в третий раз.",
  ],
  [
    "Expressions were passed over for want of time: {others} of them.",
    "На выражения не хватило времени, пропущено: {others}.",
  ],
  [
    "Switched off because its expression took too long for three messages. Change it, then switch the reply on.",
    "Выключен, потому что его выражение работало слишком долго на трёх сообщениях. Измените его и включите ответ.",
  ],
  [
    "Reply {number} matched, but its text is empty for this person: nothing sent.",
    "Подошёл ответ {number}, но для этого человека его текст пуст: ничего не отправлено.",
  ],
];
