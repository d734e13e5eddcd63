import type { NewsRow } from "../data/alerts";

/** When news becomes a mail, in milliseconds. */
export interface AlertTimings {
  /** A trouble is told once it has stood so long. */
  steadyMs: number;
  /** Its end is told once it has not come back for so long. */
  settleMs: number;
  /** Two mails to one person are at least so far apart. */
  pauseMs: number;
}

/** While more is coming, a mail waits for it; so many times its usual wait at most. */
const timeout = 4;

/**
 * What is to be told now, each owner's news together. Pure: trouble that flickers is not told, and trouble
 * of many bots within a short time goes into one mail.
 *
 * @param now milliseconds since the epoch, by the database's clock.
 */
export function dueNews(news: readonly NewsRow[], now: number, timings: AlertTimings): NewsRow[][] {
  const { steadyMs, settleMs, pauseMs } = timings;
  /** From 1 on it may be told. */
  const ripeness = ({ at, ended }: NewsRow) => (now - at.getTime()) / (ended ? settleMs : steadyMs);
  return byOwner(news).flatMap((mine) => {
    const triedAt = mine[0]?.triedAt?.getTime() ?? Number.NEGATIVE_INFINITY;
    if (now - triedAt < pauseMs) return [];
    const ripe = mine.filter((row) => ripeness(row) >= 1);
    if (ripe.length === 0) return [];
    const moreIsComing = ripe.length < mine.length && Math.max(...ripe.map(ripeness)) < timeout;
    return moreIsComing ? [] : [ripe];
  });
}

function byOwner(news: readonly NewsRow[]): NewsRow[][] {
  const owners = new Map<number, NewsRow[]>();
  for (const row of news) {
    const mine = owners.get(row.ownerId);
    if (mine) mine.push(row);
    else owners.set(row.ownerId, [row]);
  }
  return [...owners.values()];
}
