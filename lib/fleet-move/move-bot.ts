import type { Services } from "../context";
import { type BotEntity, changeDoor, findBot, updateBotRow } from "../data/bots";
import { type ClaimedBot, settleBot } from "../data/fleet-move-bots";
import { cleanSlate, switchDoor } from "../transport/switch-door";

const actor = "hookline" as const;

/** Why a bot of a wave is not moved. */
const leftAlone = {
  paused: "The bot is paused.",
  unauthorized: "Telegram refuses the bot's token.",
  conflict: "Another system has the bot.",
} as const;

/**
 * Gives a bot of a wave its webhook. It may have been begun by a process that died: what the bot's row says
 * counts. A webhook that cannot be set leaves the bot polling, and the wave counts it as failing.
 */
export async function moveBot(services: Services, claimed: ClaimedBot, wave: number): Promise<void> {
  const bot = await findBot(services.data, claimed.botId);
  if (!bot) return;
  if (bot.mode === "webhook") return settleBot(services.data, claimed, "moved");
  if (bot.status !== "active") {
    return settleBot(services.data, claimed, "skipped", leftAlone[bot.status]);
  }
  await orTryAgain(services, claimed, "waiting", async () => {
    await switchDoor(services, {
      botId: bot.id,
      to: "webhook",
      reason: `Moved to the webhook by the migration wizard, wave ${wave}.`,
      set: { ...cleanSlate, mode: "webhook", doorReason: null },
      actor,
    });
    await settleBot(services.data, claimed, "moved");
  });
}

/** Takes a bot of a wave back to polling; nothing that waits at Telegram is dropped. */
export async function returnBot(services: Services, claimed: ClaimedBot): Promise<void> {
  const bot = await findBot(services.data, claimed.botId);
  if (!bot) return;
  await orTryAgain(services, claimed, "moved", async () => {
    // Its owner may have chosen polling in the meantime.
    if (bot.mode === "webhook") await toPolling(services, bot);
    await settleBot(services.data, claimed, "returned");
  });
}

async function toPolling(services: Services, bot: BotEntity): Promise<void> {
  const reason = "Moved back to polling by the migration wizard.";
  const set = { ...cleanSlate, mode: "polling", doorReason: null } as const;
  if (bot.status !== "active") {
    // Paused, in conflict or without a valid token: it stands at no door, and comes back to polling.
    await updateBotRow(services.data, bot.id, { mode: "polling" });
    return;
  }
  // A bot in fallback is polled already: only what it wants changes.
  const onlyIf = { activeDoor: "polling", status: "active", switchingSince: null } as const;
  if (await changeDoor(services.data, { botId: bot.id, set, onlyIf, reason, actor })) return;
  await switchDoor(services, { botId: bot.id, to: "polling", reason, set, actor });
}

/** What fails here (Telegram cannot be reached, another switch is under way) is tried again next round. */
async function orTryAgain(
  services: Services,
  claimed: ClaimedBot,
  back: "waiting" | "moved",
  act: () => Promise<void>,
): Promise<void> {
  try {
    await act();
  } catch (error) {
    services.log.warn({ err: error, bot: claimed.botId }, "migration: not moved, tried again");
    await settleBot(services.data, claimed, back);
  }
}
