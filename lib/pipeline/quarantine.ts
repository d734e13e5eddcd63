import { LRUCache } from "lru-cache";
import type { LoadedBot } from "../bots/bot-directory";
import type { Services } from "../context";
import { redact } from "../core/log";
import { chatKeyOf, type IncomingUpdate } from "../data/incoming-update";
import { type Aside, putAside, quarantineChat, storeAside } from "../data/quarantine";

/** Why an update is handled out of its turn: again, or for the first time after its chat was quarantined. */
export type Rerun = "replay" | "release";

/** So many different updates of a chat have to fail in a row before the chat is quarantined. */
const failuresInARow = 3;

/**
 * Whether the update waits for its chat's release. Costs one look at the bot in memory.
 *
 * A replay is asked for by name, and a release goes on until a failure stops it.
 */
export function isQuarantined(bot: LoadedBot, { chatId }: IncomingUpdate, rerun: Rerun | undefined): boolean {
  const chat = chatId === null ? undefined : bot.quarantine?.get(chatId);
  return chat !== undefined && rerun !== "replay" && !(rerun === "release" && chat.releasing);
}

/**
 * Quarantines an update with its chat; the database says whether the chat is quarantined still.
 *
 * @param stored the row is stored already and this process holds it.
 */
export function quarantineUpdate(
  { data }: Pick<Services, "data">,
  processId: number,
  update: IncomingUpdate,
  { stored, rerun }: { stored: boolean; rerun: Rerun | undefined },
): Promise<Aside> {
  return stored ? putAside(data, processId, update, rerun === undefined) : storeAside(data, update);
}

/**
 * Counts, by chat, updates whose handling failed with none handled between them. Only failing chats are
 * remembered: where none fails, the question costs nothing.
 */
export class FailingChats {
  readonly #services: Pick<Services, "data" | "log">;
  readonly #chats = new LRUCache<string, Set<number>>({ max: 10_000 });

  constructor(services: Pick<Services, "data" | "log">) {
    this.#services = services;
  }

  /** An update's behaviours threw: quarantines its chat when that happens again and again. */
  async failed({ botId, chatId, updateId, arrival }: IncomingUpdate, error: unknown): Promise<void> {
    if (chatId === null || !this.#isEnough(botId, chatId, arrival)) return;
    const { data, log } = this.#services;
    const said = redact(String(error)).slice(0, 300);
    const reason = `Three of its updates in a row could not be handled. The last error: ${said}`;
    log.warn({ bot: botId, update: updateId }, "chat quarantined: its updates keep failing");
    await quarantineChat(data, { botId, chatId, reason }).catch((failure: unknown) =>
      log.error({ err: failure, bot: botId }, "chat not quarantined"),
    );
  }

  handled({ botId, chatId }: IncomingUpdate): void {
    if (this.#chats.size > 0 && chatId !== null) this.#chats.delete(chatKeyOf({ botId, chatId }));
  }

  #isEnough(botId: number, chatId: number, arrival: number): boolean {
    const key = chatKeyOf({ botId, chatId });
    const failing = this.#chats.get(key) ?? new Set();
    // The same update tried again says nothing new: it is parked by itself after its last attempt.
    failing.add(arrival);
    this.#chats.set(key, failing);
    if (failing.size < failuresInARow) return false;
    this.#chats.delete(key);
    return true;
  }
}
