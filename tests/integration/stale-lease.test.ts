import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { systemClock } from "../../lib/core/clock";
import { putReplies } from "../../lib/replies/put-replies";
import { startSystem, until } from "../support/system";

test("a sidecar that was paused for longer than its lease polls nothing until it knows that the lease is its own", async () => {
  const system = await startSystem();
  let pausedMs = 0;
  const clock = { now: systemClock.now, monotonic: () => systemClock.monotonic() + pausedMs };
  const rows = await system.db.database.pool.connect();
  try {
    const tenant = await system.tenant();
    const { bot, telegramId } = await system.register(tenant, { mode: "polling" });
    const replies = [{ trigger: { type: "any" as const }, text: "{{text}}", enabled: true }];
    await putReplies(tenant, { botId: bot.id, replies });
    await system.startSidecar({ clock });
    await until("the poll", () => system.simulator.bot(telegramId).polling);
    const write = (text: string) => system.simulator.sendMessage(telegramId, { chat_id: 1, text });
    const answers = () =>
      system.simulator
        .calls(telegramId, 0)
        .flatMap(({ method, params }) => (method === "sendMessage" ? [params.text] : []));

    // Nobody can renew the lease meanwhile.
    await rows.query("BEGIN");
    await rows.query("SELECT FROM user_bots WHERE id = $1 FOR NO KEY UPDATE", [bot.id]);
    pausedMs = system.web.config.LEASE_TTL_MS + 1;
    // The poll that was under way when the pause began.
    write("1");
    await until("its answer", () => answers().length === 1);
    write("2");
    await pause(500);
    expect(system.simulator.bot(telegramId).polling).toBe(false);
    expect(answers()).toEqual(["1"]);

    await rows.query("COMMIT");
    await until("the renewal and the next poll", () => answers().length === 2);
    expect(answers()).toEqual(["1", "2"]);
  } finally {
    rows.release();
    await system.close();
  }
});
