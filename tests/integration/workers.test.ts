import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Account, type RunningHookline, startHookline } from "../support/hookline";
import { until } from "../support/system";

describe("two web workers on one port", () => {
  let hookline: RunningHookline;
  let account: Account;

  beforeAll(async () => {
    hookline = await startHookline({ env: { WEB_CONCURRENCY: "2" } });
    account = await hookline.account();
  });
  afterAll(() => hookline.close());

  const webs = async () => {
    const { rows } = await hookline.db.database.pool.query(
      "SELECT pid FROM process_heartbeats WHERE kind = 'web' AND seen_at > now() - interval '3 seconds'",
    );
    return (rows as { pid: number }[]).map(({ pid }) => pid);
  };

  test("both serve, a killed one is replaced, and its bots' updates are answered once and in order", async () => {
    const before = await until("two workers", async () => {
      const pids = await webs();
      return pids.length === 2 && pids;
    });
    const { id: telegramId, token } = hookline.simulator.createBot({});
    const { json } = await hookline.api(account, "POST", "/bots", { token, mode: "webhook" });
    const { id } = json as { id: number };
    await hookline.api(account, "PUT", `/bots/${id}/replies`, {
      replies: [{ trigger: { type: "any" }, text: "{{text}}", enabled: true }],
    });
    const sent = () =>
      hookline.simulator
        .calls(telegramId, 0)
        .filter((call) => call.method === "sendMessage")
        .map((call) => call.params as { chat_id: number; text: string });
    for (let i = 0; i < 400; i++) {
      hookline.simulator.sendMessage(telegramId, { chat_id: 1 + (i % 40), text: String(i) });
    }
    await until("the first replies", () => sent().length >= 40);
    const [victim = 0] = before;
    process.kill(victim, "SIGKILL");
    await until("every reply", () => sent().length >= 400, 30_000);
    expect(sent()).toHaveLength(400);
    for (let chat = 1; chat <= 40; chat++) {
      const numbers = sent()
        .filter((reply) => reply.chat_id === chat)
        .map((reply) => Number(reply.text));
      expect(numbers).toEqual(Array.from({ length: 10 }, (_, i) => chat - 1 + i * 40));
    }
    await until(
      "a new worker",
      async () => {
        const pids = await webs();
        return pids.length === 2 && !pids.includes(victim);
      },
      20_000,
    );
  });
});
