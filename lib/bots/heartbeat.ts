import type { DoorEvent } from "../data/bot-list";
import type { BotEntity } from "../data/bots";
import { webhookNotSet } from "../transport/switch-door";

/**
 * How an hour of a bot was: "good" where updates came, "quiet" where none did, "trouble" where some could
 * not be handled or the bot had fallen back, "down" where it heard nothing for some time, "off" where it was
 * paused or not there yet.
 */
export type HourState = "good" | "quiet" | "trouble" | "down" | "off";

export interface HourHealth {
  /** Start of the hour, ISO 8601. */
  hour: string;
  updates: number;
  failures: number;
  state: HourState;
}

interface Standing {
  door: BotEntity["activeDoor"];
  status: BotEntity["status"];
  /** It polls because its webhook failed. */
  fallback: boolean;
}

/** A change of a bot's door, and how the bot stood from then on. */
type Change = Standing & { at: number; from: Standing["door"] };

interface HeartbeatFacts {
  bot: Pick<BotEntity, "activeDoor" | "status" | "mode" | "fallbackSince" | "createdAt">;
  /** The bot's counted hours, in any order; quiet ones left out. */
  counts: readonly { hour: Date; updates: number; failures: number }[];
  /** Changes of its door, oldest first. */
  events: readonly Omit<DoorEvent, "botId">[];
}

const hourMs = 3_600_000;

/** How many hours a list shows of each bot. */
export const shownHours = 24;

/** The last hours of a bot, oldest first, the one under way last. Pure. */
export function heartbeat({ bot, counts, events }: HeartbeatFacts, now: number): HourHealth[] {
  const changes = changesOf(events);
  const counted = new Map(counts.map((count) => [count.hour.getTime(), count]));
  const last = Math.floor(now / hourMs) * hourMs;
  return Array.from({ length: shownHours }, (_, i) => {
    const start = last - (shownHours - 1 - i) * hourMs;
    const end = Math.min(start + hourMs, now);
    const { updates = 0, failures = 0 } = counted.get(start) ?? {};
    const state = stateOf({ bot, changes }, { start, end, updates, failures });
    return { hour: new Date(start).toISOString(), updates, failures, state };
  });
}

/**
 * What each event made of the bot. A fallback begins where Hookline moves a bot off its webhook or cannot
 * set it, and ends with any other change that is not Hookline's own try at polling.
 */
function changesOf(events: HeartbeatFacts["events"]): Change[] {
  let fallback = false;
  return events.map(({ at, fromDoor, toDoor, status, reason, actor }) => {
    const begins = fromDoor === "webhook" || reason.startsWith(webhookNotSet(""));
    fallback = toDoor === "polling" && actor === "hookline" && (fallback || begins);
    return { at: at.getTime(), from: fromDoor, door: toDoor, status, fallback };
  });
}

interface Life {
  bot: HeartbeatFacts["bot"];
  changes: readonly Change[];
}

function stateOf(
  { bot, changes }: Life,
  hour: { start: number; end: number; updates: number; failures: number },
): HourState {
  if (bot.createdAt.getTime() >= hour.end) return "off";
  const standings = standingsWithin({ bot, changes }, hour.start, hour.end);
  if (standings.some(({ door, status }) => door === "none" && status !== "paused")) return "down";
  if (hour.failures > 0 || standings.some(({ fallback }) => fallback) || fellBack(bot, hour.end))
    return "trouble";
  if (hour.updates > 0) return "good";
  return standings.every(({ status }) => status === "paused") ? "off" : "quiet";
}

/** How the bot stood at the beginning of a span, and after each change within it. */
function standingsWithin({ bot, changes }: Life, start: number, end: number): Standing[] {
  const before = changes.findLast(({ at }) => at <= start);
  const within = changes.filter(({ at }) => at > start && at <= end);
  if (before) return [before, ...within];
  const next = changes.find(({ at }) => at > start);
  if (!next) return [{ door: bot.activeDoor, status: bot.status, fallback: false }];
  if (bot.createdAt.getTime() > start) return within;
  // Nobody wrote down whether a bot without a door was paused: no alarm about what is not known.
  const status = next.from === "none" ? "paused" : "active";
  return [{ door: next.from, status, fallback: false }, ...within];
}

/** The fallback that lasts, also where the change that began it is not among those that were read. */
function fellBack({ mode, activeDoor, fallbackSince }: HeartbeatFacts["bot"], end: number): boolean {
  return (
    mode === "webhook" && activeDoor === "polling" && fallbackSince !== null && fallbackSince.getTime() < end
  );
}
