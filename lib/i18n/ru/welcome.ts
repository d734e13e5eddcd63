import type { en } from "../en/welcome";
import type { Texts } from "../texts";

export const ru: Texts<typeof en> = {
  title: "Новый бот",
  text: "Он принимает обновления и отвечает с той минуты, как вы здесь закончите.",
  steps: "Шаги",
  stepNames: { token: "Токен", door: "Способ приёма", hello: "Первое сообщение" },
  help: {
    title: "Где взять токен?",
    open: "Откройте {botFather} в Telegram.",
    send: "Отправьте {newBot}, чтобы создать бота, и ответьте на два вопроса, или {token}, если бот уже есть.",
    copy: "Скопируйте строку вида {example} и вставьте её сюда.",
  },
  registered: (username) => `@${username} зарегистрирован`,
  send: "Отправьте {start} боту {bot}: он уже отвечает.",
  openTelegram: "Открыть в Telegram",
  qr: (username) => `QR-код чата с @${username}`,
  scan: "Или отсканируйте телефоном.",
  waiting: "Ждём первое обновление…",
  waitingText: "Оно появится здесь само, обычно в пределах секунды.",
  received: "Первое обновление получено",
  answered: "и бот на него ответил",
  receivedText: "Пришло через {door}, {time}.",
  byDoor: { webhook: "вебхук", polling: "опрос" },
  writeReplies: "Решить, что он отвечает",
  openBot: "Открыть бота",
};
