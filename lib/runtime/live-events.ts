import { LRUCache } from "lru-cache";
import { findOwnerOf } from "../data/bots";
import type { Database } from "../data/database";
import type { Signals } from "../data/signals";
import type { TroubleKind } from "../health/trouble-kinds";

/** What a signed-in person's open pages learn. `id` grows with every event of this process. */
export type LiveEvent = { id: number } & (
  | { type: "bot"; botId: number }
  /** The person's own bot has got into trouble, or is out of it. */
  | { type: "alert"; botId: number; username: string; kind: TroubleKind; ended: boolean }
  | { type: "update"; botId: number; updateId: number; at: string; door: "webhook" | "polling" }
  /** Events may have been missed: show what is true now. */
  | { type: "gap" }
);

type Listener = (event: LiveEvent) => void;

export interface LiveEvents {
  /** Events of the person's own bots; an admin hears of all, but for alerts, which are their owners'. */
  subscribe(person: { userId: number; role: "tenant" | "admin" }, listener: Listener): () => void;
}

/** Hands PostgreSQL's notifications to the open pages of whom they concern. One for a process. */
export function createLiveEvents(data: Database, signals: Signals): LiveEvents {
  const subscribers = new Map<number, Set<Listener>>();
  const admins = new Set<Listener>();
  const owners = new LRUCache<number, number>({ max: 20_000 });
  let lastId = 0;

  async function ownerOf(botId: number): Promise<number | undefined> {
    const known = owners.get(botId);
    if (known !== undefined) return known;
    const owner = await findOwnerOf(data, botId);
    if (owner !== undefined) owners.set(botId, owner);
    return owner;
  }

  /** Where the owner cannot be found out, everybody is told to look: an event is never lost in silence. */
  async function publish(botId: number, event: LiveEvent): Promise<void> {
    if (subscribers.size === 0 && admins.size === 0) return;
    const owner = await ownerOf(botId);
    const own = (owner === undefined ? undefined : subscribers.get(owner)) ?? [];
    const others = event.type === "alert" ? [] : admins;
    for (const listener of new Set([...others, ...own])) listener(event);
  }

  function publishGap(): void {
    const event = { id: ++lastId, type: "gap" } as const;
    for (const listener of new Set([...admins, ...[...subscribers.values()].flatMap((set) => [...set])]))
      listener(event);
  }

  const botChanged = (botId: number) =>
    void publish(botId, { id: ++lastId, type: "bot", botId }).catch(publishGap);

  signals.on("hookline_bots", (payload) => botChanged(Number(payload)));
  signals.on("hookline_verdicts", (payload) => {
    for (const botId of JSON.parse(payload) as number[]) botChanged(botId);
  });
  signals.on("hookline_alerts", (payload) => {
    for (const [botId, username, kind, ended] of JSON.parse(payload) as [
      number,
      string,
      TroubleKind,
      boolean,
    ][])
      publish(botId, { id: ++lastId, type: "alert", botId, username, kind, ended }).catch(publishGap);
  });
  signals.on("hookline_live", (payload) => {
    // Thousands in a second, and a process without pages has no listeners.
    if (subscribers.size === 0 && admins.size === 0) return;
    for (const [botId, updateId, at, door] of JSON.parse(payload) as [
      number,
      number,
      number,
      "webhook" | "polling",
    ][]) {
      const event = {
        id: ++lastId,
        type: "update",
        botId,
        updateId,
        at: new Date(at).toISOString(),
        door,
      } as const;
      publish(botId, event).catch(publishGap);
    }
  });
  signals.onGap(publishGap);

  return {
    subscribe({ userId, role }, listener) {
      const own = subscribers.get(userId) ?? new Set();
      subscribers.set(userId, own.add(listener));
      if (role === "admin") admins.add(listener);
      return () => {
        own.delete(listener);
        admins.delete(listener);
        if (own.size === 0) subscribers.delete(userId);
      };
    },
  };
}
