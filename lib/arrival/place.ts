import type { Series } from "../data/arrivals";

/**
 * Telegram's queue of a bot holds no more updates than that: whatever is delivered late, or again, has a number at most so far
 * below the newest one's.
 */
const maxQueued = 100_000;
/** A process that has placed nothing of a bot for so many milliseconds asks the database first: others may have. */
const trustedForMs = 24 * 3_600_000;

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
  if (highest === null || lastAt === null) return false;
  if (now - lastAt >= trustedForMs) return false;
  // Far above, too, the series may be another than this process has seen last.
  if (Math.abs(arrivalUnder(raise, updateId) - highest) >= maxQueued) return false;
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

/**
 * What a process remembers of a series and what it has just found in the database: the newer raise is right, else the higher
 * arrival. Whether the bot was idle the database says alone, since a memory may be days old.
 */
export function newerOf(memory: Series, found: Series): Series {
  if (memory.raise !== found.raise) return memory.raise > found.raise ? memory : found;
  if (memory.highest === null || found.highest === null) return memory.highest === null ? found : memory;
  const lastAt = Math.max(memory.lastAt ?? 0, found.lastAt ?? 0);
  return { ...found, highest: Math.max(memory.highest, found.highest), lastAt };
}
