import { expect, test } from "vitest";
import { startSystem, until } from "../support/system";

test("an open page hears that polls began to fail, and that they ceased to, whoever judges and when", async () => {
  const system = await startSystem();
  try {
    const tenant = await system.tenant();
    const { bot, telegramId } = await system.register(tenant, { mode: "polling" });
    // Nobody judges: a sidecar's chores are not started here.
    await system.startSidecar();
    await until("the poll", () => system.simulator.bot(telegramId).polling);
    const failure = async () =>
      (await system.db.database.prisma.bot.findUniqueOrThrow({ where: { id: bot.id } })).pollFailure;
    const heard: (string | null)[] = [];
    const { userId, role } = tenant.actor;
    const stop = system.web.liveEvents.subscribe({ userId, role }, (event) => {
      if (event.type === "bot" && event.botId === bot.id) void failure().then((now) => heard.push(now));
    });
    const fault = system.simulator.fault({ kind: "api-down", bot_id: telegramId });
    await until("word of the failure", () => heard.at(-1) === "unreachable");
    system.simulator.clearFaults(fault.id);
    await until("word of its end", () => heard.at(-1) === null);
    // A report that says nothing new is no event.
    const count = heard.length;
    system.simulator.sendMessage(telegramId, { chat_id: 1, text: "hello" });
    await until("a report", async () => {
      const { lastPollAt } = await system.db.database.prisma.bot.findUniqueOrThrow({ where: { id: bot.id } });
      return lastPollAt !== null && Date.now() - lastPollAt.getTime() < 2_000;
    });
    expect(heard).toHaveLength(count);
    stop();
  } finally {
    await system.close();
  }
});
