import type { Address } from "../transport/door-machine";
import type { Reason } from "./reason";

/** How the bots of the wave stand that is under way. */
export interface WaveCounts {
  /** Bots of the wave, those left alone excluded. */
  size: number;
  waiting: number;
  /** In the hands of a process just now, in either direction. */
  underWay: number;
  /** At their webhook, with nothing against it. */
  well: number;
  /** Their webhook has begun to fail, or they are in the middle of a switch: the grace decides. */
  ailing: number;
  /** Fell back to polling, in conflict, or failing for longer than the grace. */
  failing: number;
  /** Of the well ones, those that neither Telegram nor an update has spoken for since they are watched. */
  unproven: number;
  /** Still to be moved back, where the wave is rolled back. */
  toReturn: number;
}

export interface MoveFacts {
  state: "running" | "paused" | "rolling_back";
  wave: number;
  lastWave: number;
  /** Null while the wave's bots are still moved; then since when it is watched. Milliseconds since the epoch. */
  watchedSince: number | null;
  watchMs: number;
  thresholdPercent: number;
  /** What the canary says; undefined where the deployment has no public address. */
  address: Pick<Address, "state" | "reason"> | undefined;
  counts: WaveCounts;
}

/** What the wizard does next, and why. Always one thing, if only to rest for a stated reason. */
export interface Move {
  do: "rest" | "move" | "watch" | "next-wave" | "finish" | "roll-back" | "return" | "end";
  why: Reason;
}

/** So many moved bots at least stand for the wave, so that the first of many does not halt it alone. */
const fewest = 20;

/**
 * The wizard's next move. Pure; times are milliseconds since the epoch by the database's clock.
 *
 * A wave is rolled back as soon as the failing bots are more than the threshold of those moved so far. Hand
 * stops the moving (paused) but not the watch: bots that were moved are rolled back all the same.
 */
export function nextMove(facts: MoveFacts, now: number): Move {
  const { state, counts, address } = facts;
  if (state === "rolling_back") return rollBackMove(counts);
  if (!address) return { do: "roll-back", why: { code: "no-address" } };
  if (tooManyFail(facts)) {
    const { failing: n } = counts;
    return {
      do: "roll-back",
      why: { code: "failing", n, of: movedOf(counts), percent: facts.thresholdPercent },
    };
  }
  if (state === "paused") return rest({ code: "paused" });
  if (counts.waiting > 0 || counts.underWay > 0) return movingMove(counts, address);
  if (movedOf(counts) === 0) return nextWave(facts, { code: "empty" });
  if (facts.watchedSince === null) return { do: "watch", why: { code: "watched" } };
  return watchingMove(facts, facts.watchedSince, address, now);
}

const rest = (why: Reason): Move => ({ do: "rest", why });

const movedOf = ({ well, ailing, failing }: WaveCounts): number => well + ailing + failing;

function tooManyFail({ counts, thresholdPercent }: MoveFacts): boolean {
  const standFor = Math.max(movedOf(counts), Math.min(counts.size, fewest));
  return counts.failing > 0 && counts.failing * 100 > thresholdPercent * standFor;
}

function rollBackMove({ toReturn, underWay }: WaveCounts): Move {
  if (toReturn > 0) return { do: "return", why: { code: "returning", n: toReturn } };
  if (underWay > 0) return rest({ code: "under-way", n: underWay });
  return { do: "end", why: { code: "rolled-back" } };
}

function movingMove(counts: WaveCounts, address: Pick<Address, "state" | "reason">): Move {
  if (counts.waiting === 0) return rest({ code: "under-way", n: counts.underWay });
  if (address.state !== "well") return rest(notWell(address));
  return { do: "move", why: { code: "moving" } };
}

function watchingMove(
  facts: MoveFacts,
  watchedSince: number,
  address: Pick<Address, "state" | "reason">,
  now: number,
): Move {
  const { counts, watchMs } = facts;
  if (now - watchedSince < watchMs) return rest({ code: "watched" });
  if (address.state !== "well") return rest(notWell(address));
  if (counts.ailing > 0) return rest({ code: "doubt", n: counts.ailing });
  if (counts.unproven > 0) return rest({ code: "unproven", n: counts.unproven });
  return nextWave(facts, { code: "stood" });
}

function nextWave({ wave, lastWave }: MoveFacts, why: Reason): Move {
  return wave < lastWave ? { do: "next-wave", why } : { do: "finish", why };
}

function notWell({ state, reason }: Pick<Address, "state" | "reason">): Reason {
  return state === "dead" ? { code: "address-dead", texts: reason } : { code: "address-unknown" };
}
