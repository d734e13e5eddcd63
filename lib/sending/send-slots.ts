/**
 * Updates of one bot that may be between a call to Telegram and their committed outcome: as few as reach the
 * 30 messages a second that Telegram takes, at its usual 50 ms a call.
 */
export const sendingAtOnce = 2;

/**
 * Bounds how many updates of one bot are between their first call to Telegram and their committed outcome.
 * Telegram has no way to ask whether a message was sent: what a killed process held there is sent again by
 * its successor, so it is kept small. A bot may send about 30 messages a second, which a few at a time reach.
 */
export class SendSlots {
  readonly #most: number;
  readonly #bots = new Map<number, { taken: number; waiting: (() => void)[] }>();

  constructor(most: number) {
    this.#most = most;
  }

  /** Resolves when the bot has a slot free, to what frees it again. */
  async take(botId: number): Promise<() => void> {
    const bot = this.#bots.get(botId) ?? { taken: 0, waiting: [] };
    this.#bots.set(botId, bot);
    if (bot.taken >= this.#most) await new Promise<void>((resolve) => bot.waiting.push(resolve));
    else bot.taken++;
    return () => {
      const next = bot.waiting.shift();
      if (next) next();
      else if (--bot.taken === 0) this.#bots.delete(botId);
    };
  }
}
