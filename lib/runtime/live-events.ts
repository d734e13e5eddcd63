import { LRUCache } from "lru-cache";
import type { LiveShows } from "../core/live-shows";
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

/** An open page: what it shows, and how it is told. */
interface Listener {
  readonly shows: (event: LiveEvent) => boolean;
  readonly hear: (event: LiveEvent) => void;
}

export interface LiveEvents {
  /**
   * Events of the person's own bots that the page shows; an admin hears of all bots. Alerts reach their owners alone,
   * whatever a page shows.
   */
  subscribe(
    person: { userId: number; role: "tenant" | "admin" },
    shows: LiveShows,
    hear: (event: LiveEvent) => void,
  ): () => void;
}

/** Hands PostgreSQL's notifications to the open pages of whom they concern. One for a process. */
export function createLiveEvents(data: Database, signals: Signals): LiveEvents {
  const subscribers = new Map<number, Set<Listener>>();
  const admins = new Set<Listener>();
  const owners = new LRUCache<number, number>({ max: 20_000 });
  /** Counts the bots that changed, so that a read that began before does not bring an old owner back. */
  let changes = 0;
  let lastId = 0;

  async function ownerOf(botId: number): Promise<number | undefined> {
    const known = owners.get(botId);
    if (known !== undefined) return known;
    const before = changes;
    const owner = await findOwnerOf(data, botId);
    if (owner !== undefined && before === changes) owners.set(botId, owner);
    return owner;
  }

  /**
   * Tells whom an event concerns. The owner is looked up only where a page of a tenant shows the bot: a busy fleet costs
   * an admin's page no query. Where the owner cannot be found out, the caller tells everybody to look: an event is never
   * lost in silence.
   */
  async function publish(botId: number, event: LiveEvent, ownerBefore?: number): Promise<void> {
    const told = new Set<Listener>();
    const tell = (listener: Listener) => {
      if (told.has(listener) || !listener.shows(event)) return;
      told.add(listener);
      listener.hear(event);
    };
    if (event.type !== "alert") for (const listener of admins) tell(listener);
    if (!shownElsewhere(told, event)) return;
    for (const owner of [await ownerOf(botId), ownerBefore])
      for (const listener of subscribers.get(owner ?? 0) ?? []) tell(listener);
  }

  function shownElsewhere(told: Set<Listener>, event: LiveEvent): boolean {
    for (const listeners of subscribers.values())
      for (const listener of listeners) if (!told.has(listener) && listener.shows(event)) return true;
    return false;
  }

  function publishGap(): void {
    const event = { id: ++lastId, type: "gap" } as const;
    for (const { hear } of [...subscribers.values()].flatMap((own) => [...own])) hear(event);
  }

  const botChanged = (botId: number, ownerBefore?: number) =>
    void publish(botId, { id: ++lastId, type: "bot", botId }, ownerBefore).catch(publishGap);

  signals.on("hookline_bots", (payload) => {
    const botId = Number(payload);
    const ownerBefore = owners.get(botId);
    changes++;
    owners.delete(botId);
    // Whoever had it shows it no longer: a bot that was removed has no other owner.
    botChanged(botId, ownerBefore);
  });
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
  signals.onGap(() => {
    changes++;
    owners.clear();
    publishGap();
  });

  return {
    subscribe({ userId, role }, shows, hear) {
      const listener = { shows: showsEvent(shows), hear };
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

/** Whether an event concerns a page: an alert does wherever its owner is, another one where its bot is shown. */
function showsEvent(shows: LiveShows): (event: LiveEvent) => boolean {
  if (shows === "bots") return () => true;
  const bots = new Set(shows);
  return (event) => event.type === "gap" || event.type === "alert" || bots.has(event.botId);
}
