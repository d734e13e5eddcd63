import type { LoadPlan, LoadTarget } from "./plan";

/** Widths of the ids, the same for all, so that every body of a target has one length. */
const updateIdWidth = 12;
const chatIdWidth = 9;

const beforeUser = ',\n"message":{"message_id":4711,"from":{"id":';
const person = '"first_name":"Ada","last_name":"Lovelace","username":"ada_l"';
const beforeChat = `,"is_bot":false,${person},"language_code":"en"},"chat":{"id":`;
const rest = `,${person},"type":"private"},"date":1790000000,"text":"/start","entities":[{"offset":0,"length":6,"type":"bot_command"}]}}`;
const start = '{"update_id":';
const bodyLength =
  start.length + updateIdWidth + beforeUser.length + 2 * chatIdWidth + beforeChat.length + rest.length;

/** Composes requests as Telegram sends them: a private message of some 400 bytes, ids unique. */
export function requestMaker(plan: LoadPlan): (n: number) => string {
  const heads = new Map<number, string>();
  return (n) => {
    const i = n % plan.targets.length;
    let head = heads.get(i);
    if (head === undefined) {
      head = headOf(plan.port, plan.targets[i] as LoadTarget);
      heads.set(i, head);
    }
    const updateId = String(plan.firstUpdateId + n).padStart(updateIdWidth, "1");
    const chat = 100_000_000 + (n % plan.chats);
    return `${head}${updateId}${beforeUser}${chat}${beforeChat}${chat}${rest}`;
  };
}

function headOf(port: number, { path, secret }: LoadTarget): string {
  const lines = [
    `POST ${path} HTTP/1.1`,
    `Host: 127.0.0.1:${port}`,
    "Content-Type: application/json",
    "Connection: keep-alive",
    `X-Telegram-Bot-Api-Secret-Token: ${secret}`,
    `Content-Length: ${bodyLength}`,
  ];
  return `${lines.join("\r\n")}\r\n\r\n${start}`;
}
