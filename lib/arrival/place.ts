import type { Series } from "../data/arrivals";

/**
 * Telegram's queue of a bot holds no more updates than that: whatever is delivered late, or again, has a number at most so far
 * below the newest one's.
 */
export const maxQueued = 100_000;
/** A process that has placed nothing of a bot for so many milliseconds asks the database first: others may have. */
export const trustedForMs = 24 * 3_600_000;

/** What is stored where a raise of the bot's puts the number. */
export interface Twin {
  raise: number;
  /** It came within two days. */
  recent: boolean;
  /** It has the same content. */
  same: boolean;
}

/** A number's arrival under a raise. Sums beyond 2^53 are none: Telegram's numbers stay far below. */
export const arrivalUnder = (raise: number, updateId: number): number =>
  Number.isSafeInteger(updateId + raise) ? updateId + raise : updateId;

/** Whether the number surely continues the bot's series, so that nothing has to be looked up. */
export function continues(series: Series, updateId: number, now: number): boolean {
  const { raise, highest, lastAt, earlier } = series;
  if (highest === null || lastAt === null) return highest === null;
  if (arrivalUnder(raise, updateId) <= highest - maxQueued || now - lastAt >= trustedForMs) return false;
  return !earlier.some((base) => Math.abs(updateId + base.raise - base.highest) < maxQueued);
}

/**
 * Places an update among what is known of its bot:
 * - stored within two days with the same content, under whichever raise: it is that update, delivered again;
 * - where its number continues the series and is free: it comes there;
 * - else Telegram's numbers have begun anew: the bot is raised so that this update, and those up to 100,000 numbers below
 *   it, which may arrive later, lie above all that came before.
 *
 * @param twins what is stored at the number's arrivals, for the raise in force and the earlier ones.
 */
export function place(
  series: Series,
  updateId: number,
  twins: readonly Twin[],
): { arrival: number } | { raise: number } {
  const { raise, highest, idle } = series;
  const known = twins.find(({ recent, same }) => recent && same);
  if (known) return { arrival: arrivalUnder(known.raise, updateId) };
  const arrival = arrivalUnder(raise, updateId);
  if (highest === null) return { arrival };
  const free = !twins.some((twin) => twin.raise === raise);
  if (free && (arrival > highest || (!idle && arrival > highest - maxQueued))) return { arrival };
  const raised = highest + maxQueued + 1 - updateId;
  // Beyond 2^53 no order can be told: such a number is none of Telegram's.
  return Number.isSafeInteger(highest + 3 * maxQueued) ? { raise: raised } : { arrival };
}

/** What is known of a series from two sides: whoever has seen the newer raise is right, else the higher arrival. */
export function newerOf(a: Series, b: Series): Series {
  if (a.raise !== b.raise) return a.raise > b.raise ? a : b;
  if (a.highest === null || b.highest === null) return a.highest === null ? b : a;
  const lastAt = Math.max(a.lastAt ?? 0, b.lastAt ?? 0);
  return { ...b, highest: Math.max(a.highest, b.highest), lastAt, idle: a.idle && b.idle };
}
