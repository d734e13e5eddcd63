import { expect, test } from "vitest";
import { startSystem, until } from "../support/system";

test("polls that begin together do not begin anew together: each bot's first is shorter, by chance", async () => {
  const system = await startSystem();
  try {
    const { simulator } = system;
    const tenant = await system.tenant();
    const bots: number[] = [];
    for (let n = 0; n < 12; n++) bots.push((await system.register(tenant, { mode: "polling" })).telegramId);
    await system.startSidecar();
    await until("all polls", () => bots.every((bot) => simulator.bot(bot).polling));
    // Only answered polls are on record, and an update answers one at once.
    const polled = (count: number) =>
      until(`${count} answered polls of each`, () => {
        const all = bots.map((bot) => simulator.calls(bot, 0, true).filter((c) => c.method === "getUpdates"));
        return all.every(({ length }) => length >= count) && all;
      });
    for (let n = 1; n <= 2; n++) {
      for (const bot of bots) simulator.sendMessage(bot, { chat_id: 1, text: `${n}` });
      await polled(n);
    }
    const timeouts = (await polled(2)).map((polls) => polls.map(({ params }) => Number(params.timeout)));
    const first = timeouts.map(([timeout]) => timeout ?? 0);
    expect(Math.min(...first)).toBeGreaterThanOrEqual(5);
    expect(Math.max(...first)).toBeLessThan(50);
    expect(new Set(first).size).toBeGreaterThan(3);
    expect(timeouts.map(([, second]) => second)).toEqual(bots.map(() => 50));
  } finally {
    await system.close();
  }
});
