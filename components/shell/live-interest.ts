import type { LiveShows } from "@/lib/core/live-shows";
import type { TroubleKind } from "@/lib/health/trouble-kinds";

/** What an event is about, as far as a page cares: one bot, or possibly anything. */
export type LiveMessage = { type?: "bot" | "bots" | "update" | "gap"; botId?: number } | LiveAlert;

/** One of the person's own bots has got into trouble, or is out of it. */
export interface LiveAlert {
  type: "alert";
  botId: number;
  username: string;
  kind: TroubleKind;
  ended: boolean;
}

/** "none": shows nothing that changes by itself. A number: the bot it shows. "all": a list. */
export type Interest = "none" | "all" | number;

/** What a page shows that may change, by its path. A page that is not known here shows anything. */
export function interestOf(path: string): Interest {
  const bot = /^\/(?:admin\/)?bots\/(\d{1,9})(?:\/|$)/.exec(path)?.[1];
  if (bot !== undefined) return Number(bot);
  return /^\/account(?:\/|$)|^\/bots\/new$/.test(path) ? "none" : "all";
}

/** What the server is told that a page with this interest shows. */
export function showsOf(interest: Interest): LiveShows {
  if (interest === "all") return "bots";
  return interest === "none" ? [] : [interest];
}

/** Whether a page with this interest has to look again. An event about no bot in particular concerns all. */
export function concerns(interest: Interest, { botId }: LiveMessage): boolean {
  if (interest === "none") return false;
  return interest === "all" || botId === undefined || botId === interest;
}

/** A page of the whole fleet hears of every bot of everybody: it looks again less often. */
export function refreshEveryMs(path: string): number {
  return /^\/admin(?:\/|$)/.test(path) && interestOf(path) === "all" ? 5_000 : 1_000;
}
