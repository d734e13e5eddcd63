import { isDeepStrictEqual } from "node:util";
import type { BotDirectory, LoadedBot } from "../bots/bot-directory";
import type { Services } from "../context";
import { jsonText } from "../core/deep-json";
import { findSeries, raiseArrivals, type Series, type StoredTwin } from "../data/arrivals";
import type { IncomingUpdate } from "../data/incoming-update";
import { arrivalUnder, continues, newerOf, place, type Twin } from "./place";

/**
 * Finds each update's place in its bot's order of arrival. Telegram's numbers grow by one, but begin anew, often lower,
 * after an idle week or a move between Telegram's servers, and may then repeat.
 *
 * A number that continues what this process has seen of the bot costs no query.
 */
export class Arrivals {
  readonly #services: Pick<Services, "data" | "clock" | "log">;
  readonly #bots: BotDirectory;
  /** For each bot with updates that have to be looked up, the end of the last one: they are placed one by one. */
  readonly #tails = new Map<number, Promise<unknown>>();

  constructor(services: Pick<Services, "data" | "clock" | "log">, bots: BotDirectory) {
    this.#services = services;
    this.#bots = bots;
  }

  /**
   * Sets the update's arrival.
   *
   * @returns undefined where that is done; else it is when the promise resolves.
   * @throws the database's error.
   */
  place(update: IncomingUpdate): Promise<void> | undefined {
    const bot = this.#bots.peek(update.botId);
    if (bot && !this.#tails.has(update.botId) && this.#continue(bot, update)) return undefined;
    return this.#inLine(update.botId, () => this.#lookUp(update, false));
  }

  /**
   * Looks at an update whose row, it is said, was stored before: more than two days ago, or with another content, it was
   * another update, and this one is given an arrival of its own.
   *
   * @returns whether it was.
   */
  async placeAnew(update: IncomingUpdate): Promise<boolean> {
    const { arrival } = update;
    await this.#inLine(update.botId, () => this.#lookUp(update, true));
    return update.arrival !== arrival;
  }

  #continue(bot: LoadedBot, update: IncomingUpdate): boolean {
    const now = this.#services.clock.now();
    const { series } = bot;
    if (!continues(series, update.updateId, now)) return false;
    this.#moveOn(bot, series, update, arrivalUnder(series.raise, update.updateId));
    return true;
  }

  async #lookUp(update: IncomingUpdate, stored: boolean): Promise<void> {
    const bot = await this.#bots.get(update.botId);
    // Of a bot that was removed nothing is placed: its updates are stored to be closed.
    if (!bot || (!stored && this.#continue(bot, update))) return;
    const { data, log } = this.#services;
    type Found = Awaited<ReturnType<typeof findSeries>>;
    const decide = (found: Found) => {
      if (!found) return {};
      const series = newerOf(bot.series, found.series);
      const placed = place(series, update.updateId, twinsOf(found.twins, update));
      return "arrival" in placed ? { series, arrival: placed.arrival } : { raised: raisedOf(series, placed) };
    };
    let decided: ReturnType<typeof decide> = decide(await findSeries(data.pool, update));
    if (decided.raised) decided = await raiseArrivals(data, update, decide);
    if (decided.raised) {
      const { raise, ends } = decided.raised;
      log.info({ bot: update.botId, update: update.updateId, raise }, "update numbers began anew");
      const earlier = [...ends.earlier, { raise: ends.raise, highest: ends.highest ?? 0 }];
      this.#moveOn(bot, { ...ends, raise, earlier }, update, arrivalUnder(raise, update.updateId));
    } else if (decided.series) this.#moveOn(bot, decided.series, update, decided.arrival);
  }

  #moveOn(bot: LoadedBot, series: Series, update: IncomingUpdate, arrival: number): void {
    update.arrival = arrival;
    // In place: this is done for every update.
    if (series.highest === null || arrival > series.highest) series.highest = arrival;
    series.lastAt = this.#services.clock.now();
    series.idle = false;
    bot.series = series;
  }

  #inLine(botId: number, task: () => Promise<void>): Promise<void> {
    const result = (this.#tails.get(botId) ?? Promise.resolve()).then(task);
    const tail = result
      .catch(() => {})
      .finally(() => {
        if (this.#tails.get(botId) === tail) this.#tails.delete(botId);
      });
    this.#tails.set(botId, tail);
    return result;
  }
}

const raisedOf = (ends: Series, { raise }: { raise: number }) => ({ raise, ends });

const twinsOf = (stored: readonly StoredTwin[], { payload }: { payload: string }): Twin[] =>
  stored.map(({ raise, recent, other }) => ({
    raise,
    recent,
    same: other === null || (recent && sameContent(other, payload)),
  }));

/** The two ways in give the same update in different text. */
function sameContent(a: string, b: string): boolean {
  const values = [a, b].map((text) => JSON.parse(text) as unknown) as [unknown, unknown];
  try {
    return isDeepStrictEqual(...values);
  } catch (error) {
    // Nested deeper than the stack: Telegram gives an update's members in one order.
    if (!(error instanceof RangeError)) throw error;
    return jsonText(values[0]) === jsonText(values[1]);
  }
}
