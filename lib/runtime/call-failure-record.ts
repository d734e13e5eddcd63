import { redact } from "../core/log";
import { type FailedCalls, writeCallFailures } from "../data/call-failures";
import type { Database } from "../data/database";
import type { FailedCall } from "../telegram/client";
import { isRefusal } from "../telegram/failure";

/** More kinds of failures than this wait for no writing: an outage of Telegram's touches every bot at once. */
const maxWaiting = 2_000;
/** So many are written at once. */
const maxWritten = 500;
/** Longer words of Telegram's are cut. */
const longestError = 200;

/**
 * Failed calls to Telegram, gathered by bot, method and error and written together now and then. A call that
 * succeeds never comes here; during an outage the record is full before it costs much, and says less.
 */
export class CallFailureRecord {
  readonly #data: Database;
  readonly #now: () => number;
  #waiting = new Map<string, FailedCalls>();

  constructor(data: Database, now: () => number) {
    this.#data = data;
    this.#now = now;
  }

  note({ token, method, error }: FailedCall): void {
    // A token begins with its bot's number at Telegram.
    const telegramId = Number(token.slice(0, token.indexOf(":")));
    if (!Number.isSafeInteger(telegramId) || telegramId <= 0) return;
    const refusal = isRefusal(error);
    const texts = redact(refusal ? error.description : error.message).slice(0, longestError);
    const key = `${telegramId} ${method} ${texts}`;
    const now = this.#now();
    const known = this.#waiting.get(key);
    if (known) {
      known.times++;
      known.lastAt = now;
    } else if (this.#waiting.size < maxWaiting) {
      const code = refusal ? error.errorCode : 0;
      this.#waiting.set(key, { telegramId, method, code, error: texts, times: 1, firstAt: now, lastAt: now });
    }
  }

  /** Writes what waits, the oldest first. What cannot be written is forgotten: it is a record, no ledger. */
  async flush(): Promise<void> {
    if (this.#waiting.size === 0) return;
    const batch = [...this.#waiting.entries()].slice(0, maxWritten);
    for (const [key] of batch) this.#waiting.delete(key);
    await writeCallFailures(
      this.#data,
      batch.map(([, failed]) => failed),
    );
  }
}
