import type { en } from "../en/fleet-move";
import { numberIn, pluralIn } from "../plural";
import type { Texts } from "../texts";

const plural = pluralIn("ru");
const number = numberIn("ru");
const bots = (count: number) =>
  `${number(count)} ${plural(count, { one: "бот", few: "бота", other: "ботов" })}`;

export const ru: Texts<typeof en> = {
  title: "Переход",
  description: "Переводит ботов с опроса на вебхуки волнами и возвращает волну, если что-то идёт не так.",
  phase: {
    title: "Этап",
    description: "С чего начинают новые боты и как далеко может зайти мастер. Сам выбор никого не переводит.",
    "polling-default": "По умолчанию опрос",
    "polling-default-text":
      "Новые боты опрашиваются, если владелец не выбрал иное. Мастер может попробовать на десятой части ботов.",
    "webhook-default": "По умолчанию вебхук",
    "webhook-default-text":
      "Новые боты получают вебхук. Мастер может перевести всех, чей владелец не выбрал опрос сам.",
    "webhook-everywhere": "Вебхук для всех",
    "webhook-everywhere-text":
      "Новые боты получают вебхук. Мастер переводит всех, и тех, чьи владельцы выбрали опрос. Запасной переход на опрос остаётся.",
    locked: "Этап можно сменить, когда никакой переход не идёт.",
  },
  checks: {
    title: "Перед началом",
    description: "Всё должно быть в порядке; пока боты переводятся, проверки продолжаются.",
    ok: "В порядке",
    failed: "Не в порядке",
    address: "Публичный адрес",
    tls: "Сертификат",
    canary: "Проверочный запрос",
    processes: "Процессы",
    candidates: "Боты",
  },
  plan: {
    title: "Начать",
    description: (candidates) => `Волна за волной будет переведено: ${bots(candidates)}.`,
    nobody: "Переводить некого: нет опрашиваемых ботов, которых можно перевести на этом этапе.",
  },
  run: {
    title: (id) => `Переход ${id}`,
    running: "Идёт",
    paused: "На паузе",
    rolling_back: "Откат",
    halted: "Остановлен",
    cancelled: "Отменён",
    done: "Завершён",
    started: "Начат",
    ended: "Окончен",
    watchedFor: "За каждой волной наблюдаем",
    haltsAbove: "Остановка, если больше",
    haltsAboveValue: (percent) => `${percent} % сбоев`,
    wave: "Волна",
    waveNames: ["Один бот", "До 10 %", "До 50 %", "Все"],
    waveBots: "Боты",
    waiting: "Ждут",
    atWebhook: "На вебхуке",
    inDoubt: "Под вопросом",
    failing: "Сбои",
    returned: "Снова опрос",
    leftAlone: "Не тронуты",
    watchEnds: "Наблюдение за волной закончится",
    nextLook: "как только проверен каждый бот",
    progress: (moved, size) => `Переведено ${number(moved)} из ${number(size)} в этой волне`,
  },
  troubled: {
    title: "Боты, у которых не вышло",
    description: "Те, кому вебхук не подошёл; сначала из последней волны.",
  },
  history: {
    title: "Прежние переходы",
    wave: (wave, last) => `волна ${wave} из ${last}`,
  },
  minutes: (count) => `${number(count)} мин`,
  seconds: (count) => `${number(count)} с`,
  reasons: {
    started: () => "Начат.",
    moving: () => "Боты волны переводятся.",
    "under-way": ({ n }) => `В работе: ${bots(n)}.`,
    watched: () => "За волной наблюдаем.",
    "address-dead": ({ texts }) => `Мастер ждёт: публичный адрес недоступен (${texts}).`,
    "address-unknown": () => "Мастер ждёт, пока проверочный запрос пройдёт через публичный адрес.",
    doubt: ({ n }) => `Под вопросом: ${bots(n)}; подождём ещё немного.`,
    unproven: ({ n }) => `Осталось спросить у Telegram: ${bots(n)}.`,
    stood: () => "Волна выдержала проверку.",
    empty: () => "В волне некого переводить.",
    failing: ({ n, of, percent }) =>
      `Сбои у ${number(n)} из ${number(of)} переведённых в этой волне: больше ${percent} %. Волна возвращается к опросу.`,
    "no-address": () => "У портала больше нет публичного адреса. Волна возвращается к опросу.",
    returning: ({ n }) => `Осталось вернуть к опросу: ${bots(n)}.`,
    "rolled-back": () => "Волна возвращена к опросу.",
    paused: () => "Пауза: новых ботов не переводим, за переведёнными наблюдаем.",
    resumed: () => "Продолжен.",
    cancelled: () => "Отменён вручную. Переведённые боты остаются на вебхуке.",
    "taken-back": () => "Отменён вручную, волна возвращается к опросу.",
  },
  findings: {
    "no-address": () => "Публичного адреса нет. Задайте WEBHOOK_BASE_URL и перезапустите Hookline.",
    address: ({ base }) => `Telegram будет слать обновления на ${base}.`,
    "tls-no-address": () => "Без адреса проверять нечего.",
    "tls-own-server": () => "Обычный http к собственному серверу Bot API: сертификат не нужен.",
    "tls-http": () => "WEBHOOK_BASE_URL должен начинаться с https://: на другое Telegram не шлёт.",
    "tls-proven": () => "Сертификат принят при последнем проверочном запросе.",
    "tls-unproven": () => "Сертификат не подтверждён: проверочный запрос не проходит.",
    "canary-none": () => "Проверочного запроса ещё не было. Нужен работающий сайдкар.",
    "canary-old": () => "Последний проверочный запрос был давно. Нужен работающий сайдкар.",
    "canary-well": ({ ms }) => `Подписанный запрос прошёл через публичный адрес за ${number(ms)} мс.`,
    "canary-dead": ({ texts }) => `Публичный адрес недоступен: ${texts}.`,
    "canary-unknown": () => "Неизвестно, в порядке ли публичный адрес. Дождитесь следующей проверки.",
    "no-web": () => "Нет веб-процесса, который отвечает на вебхуки.",
    "no-sidecar": () => "Сайдкар не запущен, а ботов переводит он.",
    processes: ({ webs, sidecars }) => `Работают: веб — ${number(webs)}, сайдкары — ${number(sidecars)}.`,
    "no-candidates": ({ chosen }) => `Нет опрашиваемых ботов, которых можно перевести.${leftAlone(chosen)}`,
    candidates: ({ candidates, chosen }) => `Можно перевести: ${bots(candidates)}.${leftAlone(chosen)}`,
    "candidates-trial": ({ candidates, chosen }) =>
      `Можно перевести: ${bots(candidates)}.${leftAlone(chosen)} Пока опрос — вариант по умолчанию, мастер останавливается на 10 %.`,
  },
};

function leftAlone(chosen: number): string {
  return chosen > 0 ? ` Не тронуты, так как владельцы сами выбрали опрос: ${bots(chosen)}.` : "";
}
