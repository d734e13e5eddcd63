import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Account, type RunningHookline, startHookline } from "../support/hookline";
import { until } from "../support/system";

const chats = 100;
const messages = 1000;

describe("a process killed in the middle", () => {
  let hookline: RunningHookline;
  let account: Account;

  beforeAll(async () => {
    hookline = await startHookline();
    account = await hookline.account();
  });
  afterAll(() => hookline.close());

  for (const [mode, victim] of [
    ["webhook", "web"],
    ["polling", "sidecar"],
    ["webhook", "sidecar"],
    ["polling", "web"],
  ] as const) {
    test(`a thousand messages by ${mode} are answered once and in order through a kill -9 of ${victim}`, async () => {
      const { id: telegramId, token } = hookline.simulator.createBot({});
      const { status, json } = await hookline.api(account, "POST", "/bots", { token, mode });
      expect(status).toBe(201);
      const { id } = json as { id: number };
      const put = await hookline.api(account, "PUT", `/bots/${id}/replies`, {
        replies: [{ trigger: { type: "any" }, text: "{{text}}", enabled: true }],
      });
      expect(put.status).toBe(200);
      const sent = () =>
        hookline.simulator
          .calls(telegramId, 0)
          .filter((call) => call.method === "sendMessage")
          .map((call) => call.params as { chat_id: number; text: string });

      for (let i = 0; i < messages; i++) {
        hookline.simulator.sendMessage(telegramId, { chat_id: 1 + (i % chats), text: String(i) });
      }
      await until("the first hundred replies", () => sent().length >= 100);
      await hookline[victim].kill();
      hookline[victim] = await hookline.start(victim);
      await until(
        `${messages} replies`,
        () => new Set(sent().map(({ text }) => text)).size >= messages,
        60_000,
      );
      await until("every outcome", async () => {
        const open = await hookline.db.database.prisma.update.count({
          where: { botId: id, state: { not: "handled" } },
        });
        return open === 0;
      });

      const replies = sent();
      // What the dead process had handled and not written down is handled again; nothing else is.
      const retried = await hookline.db.database.prisma.update.count({
        where: { botId: id, attempts: { gt: 1 } },
      });
      expect(replies.length - messages).toBeLessThanOrEqual(retried);
      for (let chat = 1; chat <= chats; chat++) {
        const numbers = replies.filter((reply) => reply.chat_id === chat).map((reply) => Number(reply.text));
        const firsts = numbers.filter((number, i) => numbers.indexOf(number) === i);
        expect(firsts).toEqual(Array.from({ length: messages / chats }, (_, i) => chat - 1 + i * chats));
      }
      process.stdout.write(
        `${mode}, ${victim} killed: ${replies.length - messages} handled twice of ${retried} retried\n`,
      );
    });
  }
});
