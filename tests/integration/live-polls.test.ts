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
    const stop = system.web.liveEvents.subscribe({ userId, role }, [bot.id], (event) => {
      if (event.type === "bot" && event.botId === bot.id) void failure().then((now) => heard.push(now));
    });
    const fault = system.simulator.fault({ kind: "api-down", bot_id: telegramId });
    await until("word of the failure", () => heard.at(-1) === "unreachable");
    system.simulator.clearFaults(fault.id);
    await until("word of its end", () => heard.at(-1) === null);
    // A report that says nothing new is no event.
    const count = heard.length;
    const sentAt = Date.now();
    system.simulator.sendMessage(telegramId, { chat_id: 1, text: "hello" });
    await until("a report", async () => {
      const { lastPollAt } = await system.db.database.prisma.bot.findUniqueOrThrow({ where: { id: bot.id } });
      return lastPollAt !== null && lastPollAt.getTime() >= sentAt;
    });
    expect(heard).toHaveLength(count);
    stop();
  } finally {
    await system.close();
  }
});

test("what a poll reports while the database does not take it is told as soon as it does", async () => {
  const system = await startSystem();
  try {
    const { bot, telegramId } = await system.register(await system.tenant(), { mode: "polling" });
    await system.startSidecar();
    await until("the poll", () => system.simulator.bot(telegramId).polling);
    const { pool, prisma } = system.db.database;
    // A sequence goes on where a transaction is rolled back.
    await pool.query(`CREATE SEQUENCE refused;
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN PERFORM nextval('refused'); RAISE EXCEPTION 'not now'; END $$;
      CREATE TRIGGER refuse BEFORE UPDATE OF poll_failure ON user_bots FOR EACH ROW EXECUTE FUNCTION refuse()`);
    system.simulator.fault({ kind: "api-down", bot_id: telegramId });
    await until("a report that is refused", async () => {
      const { rows } = await pool.query("SELECT is_called FROM refused");
      return (rows[0] as { is_called: boolean }).is_called;
    });
    await pool.query("DROP TRIGGER refuse ON user_bots");
    await until("the report", async () => {
      const { pollFailure } = await prisma.bot.findUniqueOrThrow({ where: { id: bot.id } });
      return pollFailure === "unreachable";
    });
  } finally {
    await system.close();
  }
});
