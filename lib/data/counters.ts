import { joinRecords, numberArray, splitRecords } from "./array-params";
import { lockedBots } from "./bot-locks";
import type { Database } from "./database";
import type { DoorName } from "./updates";

/** The latest update of a bot through a door. */
export interface BotTouch {
  botId: number;
  /** Telegram's number. */
  updateId: number;
  /** The highest since the touch before: Telegram's number is this one's. */
  arrival: number;
  door: DoorName;
  /** Milliseconds since the epoch. */
  at: number;
}

export interface MinuteCount {
  botId: number;
  /** Start of the minute, milliseconds since the epoch. */
  minute: number;
  kind: string;
  door: DoorName;
  updates: number;
  failures: number;
  handleMs: number;
  maxMs: number;
  /** By class of handling time (lib/core/latency.ts). */
  latency: number[];
}

/** The chats a bot heard of within an hour, as this process saw them. */
export interface HourOfChats {
  botId: number;
  /** Start of the hour, milliseconds since the epoch. */
  hour: number;
  sketch: Buffer;
}

/** Bots named in one notification: PostgreSQL takes at most 8,000 bytes. */
const botsANotification = 80;

/** Moves the last-update times and arrivals forward, never back, and tells who listens. */
export async function writeTouches(data: Database, touches: readonly BotTouch[]): Promise<void> {
  for (const door of ["webhook", "polling"] as const) {
    const ofDoor = touches.filter((touch) => touch.door === door);
    if (ofDoor.length === 0) continue;
    const column = door === "webhook" ? "last_webhook_update" : "last_polling_update";
    await data.pool.query({
      name: `touch-${door}`,
      text: `UPDATE user_bots b SET ${column} = now(), last_arrival = greatest(b.last_arrival, t.arrival)
        FROM ${lockedBots("id = ANY ($1::int[])")} touched
        JOIN unnest($1::int[], $2::bigint[]) AS t(id, arrival) ON t.id = touched.id WHERE b.id = touched.id`,
      // The database's time: a process whose clock has jumped must not stop the times of its bots.
      values: [numberArray(ofDoor.map((t) => t.botId)), numberArray(ofDoor.map((t) => t.arrival))],
    });
  }
  const parts: string[] = [];
  for (let i = 0; i < touches.length; i += botsANotification) {
    const part = touches.slice(i, i + botsANotification).map((t) => [t.botId, t.updateId, t.at, t.door]);
    parts.push(JSON.stringify(part));
  }
  await data.pool.query({
    name: "tell-touches",
    text: `SELECT pg_notify('hookline_live', part) FROM unnest(${splitRecords("$1")}) AS part WHERE part <> ''`,
    values: [joinRecords(parts)],
  });
}

/** Adds to the counters of a bot's minutes. */
export async function writeCounts(data: Database, counts: readonly MinuteCount[]): Promise<void> {
  // One order for all writers, so that two of them never wait for each other in a circle.
  const sorted = [...counts].sort(
    (a, b) => a.botId - b.botId || a.minute - b.minute || (a.kind < b.kind ? -1 : 1),
  );
  await data.pool.query({
    name: "count-minutes",
    text: `INSERT INTO bot_minutes AS m (bot_id, minute, kind, door, updates, failures, handle_ms, max_ms, latency)
      SELECT bot_id, to_timestamp(minute / 1000.0), kind, door::door, updates, failures, handle_ms, max_ms, latency::int[]
      FROM unnest($1::int[], $2::float8[], ${splitRecords("$3")}, ${splitRecords("$4")}, $5::int[], $6::int[], $7::int[],
        $8::int[], ${splitRecords("$9")}) AS d(bot_id, minute, kind, door, updates, failures, handle_ms, max_ms, latency)
      WHERE bot_id IS NOT NULL
      ON CONFLICT (bot_id, minute, kind, door) DO UPDATE SET updates = m.updates + excluded.updates,
        failures = m.failures + excluded.failures, handle_ms = m.handle_ms + excluded.handle_ms,
        max_ms = greatest(m.max_ms, excluded.max_ms), latency = ARRAY(
          SELECT coalesce(had, 0) + coalesce(more, 0) FROM unnest(m.latency, excluded.latency) AS pair(had, more))`,
    values: [
      numberArray(sorted.map((c) => c.botId)),
      numberArray(sorted.map((c) => c.minute)),
      joinRecords(sorted.map((c) => c.kind)),
      joinRecords(sorted.map((c) => c.door)),
      numberArray(sorted.map((c) => c.updates)),
      numberArray(sorted.map((c) => c.failures)),
      numberArray(sorted.map((c) => c.handleMs)),
      numberArray(sorted.map((c) => c.maxMs)),
      joinRecords(sorted.map((c) => `{${c.latency.join(",")}}`)),
    ],
  });
}

/** Puts this process's sketches in the place of those it wrote before. */
export async function writeChats(
  data: Database,
  processId: number,
  hours: readonly HourOfChats[],
): Promise<void> {
  await data.pool.query({
    name: "chat-sketches",
    text: `INSERT INTO chat_sketches (bot_id, hour, process_id, sketch)
      SELECT bot_id, to_timestamp(hour / 1000.0), $1, decode(sketch, 'hex')
      FROM unnest($2::int[], $3::float8[], ${splitRecords("$4")}) AS d(bot_id, hour, sketch)
      WHERE bot_id IS NOT NULL
      ON CONFLICT (bot_id, hour, process_id) DO UPDATE SET sketch = excluded.sketch`,
    values: [
      processId,
      numberArray(hours.map((h) => h.botId)),
      numberArray(hours.map((h) => h.hour)),
      joinRecords(hours.map((h) => h.sketch.toString("hex"))),
    ],
  });
}
