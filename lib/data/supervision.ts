import type { QueryConfig } from "pg";
import { lockedBots } from "./bot-locks";
import { abandonedMs, type BotEntity } from "./bots";
import type { Database } from "./database";

/** How long ago a look must have been, by how much is known otherwise. Milliseconds. */
export interface LookPlan {
  /** A bot that received an update so lately needs no look. */
  freshMs: number;
  /** One that received an update within this is proven, and looked at every `recentMs`. */
  provenMs: number;
  recentMs: number;
  /** Every other one is looked at this often, where the calls a second allow. */
  quietMs: number;
  /** Look at every webhook bot, whatever is known: the address is in doubt. */
  doubt: boolean;
  doubtMs: number;
}

/** Bots at the webhook door whose look is due, suspects first, then whoever was not looked at for longest. */
export function findDueLooks(data: Database, plan: LookPlan, limit: number): Promise<BotEntity[]> {
  const { freshMs, provenMs, recentMs, quietMs, doubt, doubtMs } = plan;
  return entitiesOf(data, {
    name: "due-looks",
    text: `SELECT id FROM user_bots
        WHERE active_door = 'webhook' AND status = 'active' AND switching_since IS NULL AND (
          checked_at IS NULL OR failing_since IS NOT NULL
          OR ($5 AND checked_at < now() - make_interval(secs => $6::float8 / 1000))
          OR (coalesce(last_webhook_update, 'epoch') < now() - make_interval(secs => $2::float8 / 1000)
              AND checked_at < now() - make_interval(secs => $4::float8 / 1000))
          OR (coalesce(last_webhook_update, 'epoch') < now() - make_interval(secs => $1::float8 / 1000)
              AND coalesce(last_webhook_update, 'epoch') >= now() - make_interval(secs => $2::float8 / 1000)
              AND checked_at < now() - make_interval(secs => $3::float8 / 1000)))
        ORDER BY failing_since IS NULL, checked_at NULLS FIRST LIMIT $7`,
    values: [freshMs, provenMs, recentMs, quietMs, doubt, doubtMs, limit],
  });
}

/** Bots that may have a step to take without a look at Telegram. */
export function findMovable(
  data: Database,
  webhookBase: string | undefined,
  limit: number,
): Promise<BotEntity[]> {
  return entitiesOf(data, {
    name: "movable",
    text: `SELECT id FROM user_bots WHERE status = 'active' AND switching_since IS NULL AND (
        (active_door = 'none' AND door_changed_at < now() - interval '1 minute')
        OR (active_door = 'webhook' AND (mode = 'polling' OR $1::text IS NULL
            OR webhook_url IS DISTINCT FROM $1 || '/webhook/' || owner_id))
        OR (active_door = 'polling' AND mode = 'webhook' AND $1::text IS NOT NULL
            AND (fallback_since IS NULL OR next_recovery_at <= now()))
        OR (active_door = 'polling' AND poll_failure IN ('webhook-set', 'other-poller')))
      ORDER BY door_changed_at LIMIT $2`,
    values: [webhookBase ?? null, limit],
  });
}

const inWebhookMode = "status = 'active' AND switching_since IS NULL AND mode = 'webhook'";

/** Bots that have their webhook and may leave it, longest there first. */
export function findLeaving(data: Database, limit: number): Promise<BotEntity[]> {
  return entitiesOf(data, {
    name: "leaving",
    text: `SELECT id FROM user_bots WHERE ${inWebhookMode} AND active_door = 'webhook' AND fallback_enabled
      ORDER BY door_changed_at LIMIT $1`,
    values: [limit],
  });
}

/** Bots that left their webhook before `mendedAt`, when the address became well, longest away first. */
export function findReturning(data: Database, mendedAt: Date, limit: number): Promise<BotEntity[]> {
  return entitiesOf(data, {
    name: "returning",
    text: `SELECT id FROM user_bots WHERE ${inWebhookMode} AND active_door = 'polling' AND fallback_since < $1
      ORDER BY door_changed_at LIMIT $2`,
    values: [mendedAt, limit],
  });
}

/** Bots whose switch was begun by a process that died before its end. */
export function findAbandonedSwitches(data: Database): Promise<BotEntity[]> {
  return entitiesOf(data, {
    name: "abandoned-switches",
    text: `SELECT id FROM user_bots WHERE switching_since < now() - make_interval(secs => $1::float8 / 1000)
      ORDER BY id LIMIT 100`,
    values: [abandonedMs],
  });
}

/**
 * The bots whose ids a query gives, in its order. Mostly there are none: the entities, which take more of the processor,
 * are asked only for those that there are.
 */
async function entitiesOf(data: Database, query: QueryConfig): Promise<BotEntity[]> {
  const rows = (await data.pool.query(query)).rows as { id: number }[];
  if (rows.length === 0) return [];
  const bots = await data.prisma.bot.findMany({ where: { id: { in: rows.map(({ id }) => id) } } });
  const place = new Map(rows.map(({ id }, i) => [id, i]));
  return bots.sort((a, b) => (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0));
}

/** What getWebhookInfo said of a bot. */
export interface Look {
  bot: BotEntity;
  /** The webhook's address as Telegram has it; empty where there is none. */
  url: string;
  pending: number;
  lastErrorAt: Date | null;
  lastErrorMessage: string | null;
}

/**
 * Keeps what looks found; the count before it stays for comparison.
 *
 * @returns each look with its bot as it is now and without bots that were removed meanwhile.
 */
export async function recordLooks(data: Database, looks: readonly Look[]): Promise<Look[]> {
  // Asked forty times a second: by the bare pool, and only what it changes comes back.
  const { rows } = await data.pool.query({
    name: "record-looks",
    text: `UPDATE user_bots b SET previous_pending = b.pending_count, pending_count = l.pending,
        pending_since = CASE WHEN l.pending = 0 THEN NULL ELSE coalesce(b.pending_since, now()) END,
        last_error_at = l.error_at, last_error_message = l.error, checked_at = now()
      FROM ${lockedBots("id = ANY ($1::int[])")} locked
        JOIN unnest($1::int[], $2::int[], $3::timestamptz[], $4::text[]) AS l (id, pending, error_at, error) USING (id)
      WHERE b.id = locked.id
      RETURNING b.id, b.pending_count AS "pendingCount", b.previous_pending AS "previousPending",
        b.pending_since AS "pendingSince", b.last_error_at AS "lastErrorAt", b.checked_at AS "checkedAt",
        b.last_error_message AS "lastErrorMessage", b.last_webhook_update AS "lastWebhookUpdate",
        b.status, b.mode, b.active_door AS "activeDoor", b.switching_since AS "switchingSince"`,
    values: [
      looks.map(({ bot }) => bot.id),
      looks.map(({ pending }) => pending),
      looks.map(({ lastErrorAt }) => lastErrorAt),
      looks.map(({ lastErrorMessage }) => lastErrorMessage),
    ],
  });
  const now = new Map((rows as (Partial<BotEntity> & { id: number })[]).map((row) => [row.id, row]));
  return looks.flatMap((look) => {
    const row = now.get(look.bot.id);
    return row ? [{ ...look, bot: { ...look.bot, ...row } }] : [];
  });
}

/** Notes that a webhook began to fail, or that it no longer does. No door changes by it. */
export async function setFailing(data: Database, botId: number, failing: boolean): Promise<void> {
  await data.pool.query(
    `UPDATE user_bots SET failing_since = CASE WHEN $2 THEN coalesce(failing_since, now()) END WHERE id = $1`,
    [botId, failing],
  );
}

/** When any bot last received an update by webhook. */
export async function lastWebhookOfAll(data: Database): Promise<number> {
  const { rows } = await data.pool.query(
    "SELECT extract(epoch FROM max(last_webhook_update)) * 1000 AS at FROM user_bots WHERE active_door = 'webhook'",
  );
  return Number((rows[0] as { at: string | null }).at ?? 0);
}
