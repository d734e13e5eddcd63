import type { BotEntity } from "./bots";
import type { Database } from "./database";
import { rolledUpTo } from "./stats";

/** What a list shows of a bot and what its verdict is made of: no cipher, no secret, no array. */
const columns = {
  id: "id",
  ownerId: "owner_id",
  telegramId: "telegram_id",
  username: "username",
  name: "name",
  status: "status",
  mode: "mode",
  activeDoor: "active_door",
  doorReason: "door_reason",
  doorChangedAt: "door_changed_at",
  fallbackEnabled: "fallback_enabled",
  fallbackSince: "fallback_since",
  nextRecoveryAt: "next_recovery_at",
  conflictKind: "conflict_kind",
  conflictSince: "conflict_since",
  conflictUrl: "conflict_url",
  lastWebhookUpdate: "last_webhook_update",
  lastPollingUpdate: "last_polling_update",
  lastPollAt: "last_poll_at",
  pollError: "poll_error",
  pollFailure: "poll_failure",
  pollFailingSince: "poll_failing_since",
  pendingCount: "pending_count",
  pendingSince: "pending_since",
  lastErrorAt: "last_error_at",
  lastErrorMessage: "last_error_message",
  checkedAt: "checked_at",
  leaseExpiresAt: "lease_expires_at",
  verdict: "verdict",
  createdAt: "created_at",
} as const satisfies Partial<Record<keyof BotEntity, string>>;

export type ListedBot = Pick<BotEntity, keyof typeof columns>;

/** The same as SQL says it. */
export const listedColumns = Object.entries(columns)
  .map(([name, column]) => `${column} AS "${name}"`)
  .join(", ");

/**
 * Every bot of a tenant, in one query: their verdicts are judged together, whichever are shown. By the bare
 * pool, which reads 2,000 bots in a third of the time the entities take.
 */
export async function findListedBots(data: Database, ownerId: number): Promise<ListedBot[]> {
  const { rows } = await data.pool.query({
    name: "listed-bots",
    text: `SELECT ${listedColumns} FROM user_bots WHERE owner_id = $1`,
    values: [ownerId],
  });
  return rows as ListedBot[];
}

/** Every bot of the deployment in order of id, so many at once: whoever walks through never holds all of them. */
export async function* everyListedBot(data: Database, atOnce: number): AsyncGenerator<ListedBot[]> {
  for (let after = 0; ; ) {
    const { rows } = await data.pool.query({
      name: "every-listed-bot",
      text: `SELECT ${listedColumns} FROM user_bots WHERE id > $1 ORDER BY id LIMIT $2`,
      values: [after, atOnce],
    });
    const bots = rows as ListedBot[];
    if (bots.length > 0) yield bots;
    const last = bots[atOnce - 1];
    if (!last) return;
    after = last.id;
  }
}

export interface BotHourCount {
  botId: number;
  hour: Date;
  updates: number;
  failures: number;
}

/** Hours that are added up already, and from there on minutes: each update once. $1 hours, $2 the border. */
const counted = (whose: string): string => `(
  SELECT bot_id, hour, updates, failures FROM bot_hours
  WHERE ${whose} AND hour > now() - make_interval(hours => $1) AND hour < $2
  UNION ALL
  SELECT bot_id, date_bin('1 hour', minute, 'epoch'::timestamptz), updates, failures FROM bot_minutes
  WHERE ${whose} AND minute >= greatest($2, now() - make_interval(hours => $1))) counted`;

/** The counters of these bots by the hour, for the last `hours` begun hours; quiet hours are left out. */
export async function findBotHours(
  data: Database,
  botIds: readonly number[],
  hours: number,
): Promise<BotHourCount[]> {
  const { rows } = await data.pool.query({
    name: "bot-hours",
    text: `SELECT bot_id AS "botId", hour, sum(updates)::int AS updates, sum(failures)::int AS failures
      FROM ${counted("bot_id = ANY($3::int[])")} GROUP BY bot_id, hour`,
    values: [hours, await rolledUpTo(data.pool), botIds],
  });
  return rows as BotHourCount[];
}

/** How many updates each of a tenant's bots received in the last `hours` begun hours; none where none. */
export async function findVolumes(
  data: Database,
  ownerId: number,
  hours: number,
): Promise<Map<number, number>> {
  const { rows } = await data.pool.query({
    name: "bot-volumes",
    text: `SELECT bot_id AS id, sum(updates)::int AS updates
      FROM ${counted("bot_id = ANY(ARRAY(SELECT id FROM user_bots WHERE owner_id = $3))")} GROUP BY bot_id`,
    values: [hours, await rolledUpTo(data.pool), ownerId],
  });
  return new Map((rows as { id: number; updates: number }[]).map(({ id, updates }) => [id, updates]));
}

export interface DoorEvent {
  botId: number;
  at: Date;
  fromDoor: BotEntity["activeDoor"];
  toDoor: BotEntity["activeDoor"];
  status: BotEntity["status"];
  reason: string;
  actor: string;
}

/**
 * The newest changes of these bots' doors, oldest first: so many of each that a day's worth is there, and
 * the one before it that says how the day began.
 */
export async function findDoorEvents(data: Database, botIds: readonly number[]): Promise<DoorEvent[]> {
  const { rows } = await data.pool.query({
    name: "door-events",
    text: `SELECT e.bot_id AS "botId", e.at, e.from_door AS "fromDoor", e.to_door AS "toDoor", e.status, e.reason, e.actor
      FROM unnest($1::int[]) AS b(id), LATERAL (
        SELECT * FROM transport_events WHERE bot_id = b.id ORDER BY id DESC LIMIT 40) e
      ORDER BY e.id`,
    values: [botIds],
  });
  return rows as DoorEvent[];
}
