import { LRUCache } from "lru-cache";
import { chatKeyOf } from "./incoming";

/** So many different updates of a chat have to fail in a row before it is set aside. */
const failuresInARow = 3;

/**
 * Counts, by chat, updates whose handling failed with none handled between them. Only failing chats are
 * remembered: where none fails, the question costs nothing.
 */
export class FailingChats {
  readonly #chats = new LRUCache<string, Set<number>>({ max: 10_000 });

  /** @returns whether the chat has failed often enough to be set aside. */
  failed(botId: number, chatId: number, updateId: number): boolean {
    const key = chatKeyOf({ botId, chatId });
    const failing = this.#chats.get(key) ?? new Set();
    // The same update tried again says nothing new: it is parked by itself after its last attempt.
    failing.add(updateId);
    this.#chats.set(key, failing);
    if (failing.size < failuresInARow) return false;
    this.#chats.delete(key);
    return true;
  }

  handled(botId: number, chatId: number | null): void {
    if (this.#chats.size > 0 && chatId !== null) this.#chats.delete(chatKeyOf({ botId, chatId }));
  }
}
