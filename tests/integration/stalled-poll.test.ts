import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { startSystem, until } from "../support/system";

test("a poll that makes no progress is torn down after POLL_STALL_MS, and a new one takes its place", async () => {
  const system = await startSystem({ env: { POLL_STALL_MS: "2000" } });
  try {
    const { telegramId } = await system.register(await system.tenant(), { mode: "polling" });
    const { simulator } = system;
    // Longer than the ten seconds beyond Telegram's own time-out that any poll has.
    const stuck = simulator.fault({ kind: "api-slow", bot_id: telegramId, delay_ms: 120_000 });
    const sidecar = await system.startSidecar();
    await until("the poll", () => sidecar.door.size === 1);
    await pause(500);
    simulator.clearFaults(stuck.id);
    const { update_id } = simulator.sendMessage(telegramId, { chat_id: 1, text: "/start" });
    await pause(500);
    expect(simulator.bot(telegramId).polling, "still the one that is stuck").toBe(false);

    await until("its place to be taken", () => simulator.bot(telegramId).polling);
    await until("the update to be handled", async () => {
      const { rows } = await system.db.database.pool.query(
        "SELECT state FROM updates WHERE update_id = $1 AND state = 'handled'",
        [update_id],
      );
      return rows.length === 1;
    });
  } finally {
    await system.close();
  }
});
