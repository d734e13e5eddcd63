import type { LoadedBot } from "../bots/bot-directory";
import type { Services } from "../context";
import { redact } from "../core/log";
import { type Aside, putAside, quarantineChat, storeAside } from "../data/quarantine";
import type { FailingChats } from "./failing-chats";
import type { IncomingUpdate } from "./incoming";

/** Why an update is handled out of its turn: again, or for the first time after its chat was set aside. */
export type Rerun = "replay" | "release";

/**
 * Sets an update aside where its chat is. Costs one look at the bot in memory for all others.
 *
 * @param claimed the row is stored already and this process holds it.
 */
export async function setAside(
  { data }: Pick<Services, "data">,
  processId: number,
  update: IncomingUpdate,
  { bot, claimed, rerun }: { bot: LoadedBot; claimed: boolean; rerun: Rerun | undefined },
): Promise<Aside> {
  const chat = update.chatId === null ? undefined : bot.quarantine?.get(update.chatId);
  // A replay is asked for by name, and a release goes on until a failure stops it.
  if (!chat || rerun === "replay" || (rerun === "release" && chat.releasing)) return "free";
  if (!claimed) return storeAside(data, update);
  return putAside(data, processId, update, rerun === undefined);
}

/** Notes that an update's behaviours threw; sets its chat aside when that happens again and again. */
export async function noteFailure(
  { data, log }: Pick<Services, "data" | "log">,
  failing: FailingChats,
  { botId, chatId, updateId }: IncomingUpdate,
  error: unknown,
): Promise<void> {
  if (chatId === null || !failing.failed(botId, chatId, updateId)) return;
  const texts = redact(String(error)).slice(0, 300);
  const reason = `Three of its updates in a row could not be handled. The last error: ${texts}`;
  log.warn({ bot: botId, update: updateId }, "chat set aside: its updates keep failing");
  await quarantineChat(data, { botId, chatId, reason }).catch((failure: unknown) =>
    log.error({ err: failure, bot: botId }, "chat not set aside"),
  );
}
