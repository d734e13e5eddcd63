import { maxAttempts } from "../../../lib/data/open-updates";
import type { Handler } from "../../../lib/pipeline/behave";
import { startInProcess } from "../in-process";
import { type Form, type Outcome, pause, type Scenario } from "../scenario";

const poison = "poison";
/** Chats with a poison update, and as many without, for each of two bots. */
const chats = 100;
const sizes = { long: { messages: 20 }, short: { messages: 6 } };

async function run(form: Form): Promise<Outcome> {
  const { messages } = sizes[form];
  const handler =
    (usual: Handler): Handler =>
    async (work) => {
      if (work.update.update.message?.text === poison) throw new Error("This update kills its handler.");
      await usual(work);
    };
  const running = await startInProcess({
    bots: 2,
    mode: (i) => (i === 0 ? "webhook" : "polling"),
    env: { SWEEP_AFTER_MS: "500" },
    web: { handler },
    sidecars: [{ handler }],
  });
  try {
    const { ledger, bots, system } = running;
    for (let number = 0; number < messages; number++) {
      for (const { telegramId } of bots) {
        for (let chat = 1; chat <= 2 * chats; chat++) {
          if (number === 2 && chat <= chats) {
            system.simulator.sendMessage(telegramId, { chat_id: chat, text: poison });
          }
          ledger.send(telegramId, chat);
        }
      }
      await pause(200);
    }
    const sentAt = performance.now();
    const dead = chats * bots.length;
    while (ledger.answered < ledger.sent && performance.now() - sentAt < 60_000) {
      await pause(50);
      ledger.collect();
    }
    const othersMs = Math.round(performance.now() - sentAt);
    const outcome = await running.finish({ maxMs: 60_000, dead });
    // Each was begun five times and no more: none of that is a killed process's doing.
    if (outcome.retried !== dead)
      outcome.problems.push(`${outcome.retried} updates were begun again, not ${dead}.`);
    outcome.notes.push(
      `${dead} parked after ${maxAttempts} attempts; all else answered ${othersMs} ms after the last message`,
    );
    return outcome;
  } finally {
    await running.close();
  }
}

export const poisoned: Scenario = {
  name: "poison",
  promise: "an update that kills its handler in 100 chats of a bot",
  lane: "alone",
  run,
};
