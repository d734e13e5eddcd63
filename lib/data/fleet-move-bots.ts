import type { BotEntity } from "./bots";
import type { Database } from "./database";
import { mayBeAlive } from "./heartbeats";

/** A bot of a run in this process's hands. */
export interface ClaimedBot {
  runId: number;
  botId: number;
}

interface WaveOf {
  runId: number;
  wave: number;
}

/** After this long a switch counts as abandoned and may be begun anew; as in claimSwitch. */
const abandoned = "interval '60 seconds'";

/**
 * SQL that is true for a row of migration_bots m that says "in hand" while nobody works on it: its process is
 * dead, or is the one that asks ($n), which works on none when it asks.
 */
const stray = (me: string) => `(m.state IN ('moving', 'returning')
  AND (m.claimed_by = ${me} OR NOT ${mayBeAlive("m.claimed_by")}))`;

/**
 * Takes bots of a wave in hand: those that are to go, and strays. Bots in the middle of a switch are left for
 * later.
 */
export async function claimBots(
  data: Database,
  { runId, wave }: WaveOf,
  direction: "out" | "back",
  processId: number,
  limit: number,
): Promise<ClaimedBot[]> {
  const [from, to] = direction === "out" ? ["waiting", "moving"] : ["moved", "returning"];
  const { rows } = await data.pool.query(
    `UPDATE migration_bots taken SET state = $4::migration_bot_state, claimed_by = $5
     FROM (SELECT m.bot_id FROM migration_bots m JOIN user_bots b ON b.id = m.bot_id
           WHERE m.run_id = $1 AND m.wave = $2 AND (m.state = $3::migration_bot_state OR ${stray("$5")})
             AND (b.switching_since IS NULL OR b.switching_since < now() - ${abandoned})
           ORDER BY m.position LIMIT $6 FOR UPDATE OF m SKIP LOCKED) free
     WHERE taken.run_id = $1 AND taken.bot_id = free.bot_id
     RETURNING taken.run_id AS "runId", taken.bot_id AS "botId"`,
    [runId, wave, from, to, processId, limit],
  );
  return rows as ClaimedBot[];
}

/** Writes what became of a bot in hand. `note` is one sentence where it did not go as it should. */
export async function settleBot(
  data: Database,
  { runId, botId }: ClaimedBot,
  state: "waiting" | "moved" | "returned" | "skipped",
  note: string | null = null,
): Promise<void> {
  await data.pool.query(
    `UPDATE migration_bots SET state = $3::migration_bot_state, claimed_by = NULL, note = $4,
       moved_at = CASE WHEN $3 = 'moved' THEN coalesce(moved_at, now()) ELSE moved_at END
     WHERE run_id = $1 AND bot_id = $2`,
    [runId, botId, state, note],
  );
}

/** What was not moved yet stays where it is: the run ends. */
export async function skipWaiting(data: Database, { runId, wave }: WaveOf): Promise<void> {
  await data.pool.query(
    "UPDATE migration_bots SET state = 'skipped' WHERE run_id = $1 AND wave >= $2 AND state = 'waiting'",
    [runId, wave],
  );
}

/**
 * How a moved bot stands, as SQL over user_bots b: `left` where its owner has decided otherwise or its token
 * was revoked; `failing` where the webhook proved bad. $3 is the grace in seconds.
 */
const standing = `CASE
  WHEN b.mode = 'polling' OR b.status IN ('paused', 'unauthorized') THEN 'left'
  WHEN b.status = 'conflict' OR b.fallback_since IS NOT NULL
    OR b.failing_since < now() - make_interval(secs => $3::float8) THEN 'failing'
  WHEN b.switching_since IS NOT NULL OR b.failing_since IS NOT NULL OR b.active_door <> 'webhook' THEN 'ailing'
  ELSE 'well' END`;

export interface WaveStand {
  size: number;
  waiting: number;
  underWay: number;
  well: number;
  ailing: number;
  failing: number;
  unproven: number;
  toReturn: number;
  returned: number;
  skipped: number;
}

/** A wave with no bots yet. */
export const noBots: WaveStand = {
  size: 0,
  waiting: 0,
  underWay: 0,
  well: 0,
  ailing: 0,
  failing: 0,
  unproven: 0,
  toReturn: 0,
  returned: 0,
  skipped: 0,
};

/**
 * How the bots of every wave of a run stand, by wave.
 *
 * @param me the process that asks, where it is the one that moves bots; what it still holds is stray.
 */
export async function countWaves(
  data: Database,
  run: { id: number; watchedSince: Date | null },
  graceMs: number,
  me = 0,
): Promise<Map<number, WaveStand>> {
  const { rows } = await data.pool.query({
    name: "migration-waves",
    text: `SELECT wave, count(*) FILTER (WHERE standing <> 'left')::int AS size,
        count(*) FILTER (WHERE state IN ('waiting', 'stray'))::int AS waiting,
        count(*) FILTER (WHERE state IN ('moving', 'returning'))::int AS "underWay",
        count(*) FILTER (WHERE state = 'moved' AND standing = 'well')::int AS well,
        count(*) FILTER (WHERE state = 'moved' AND standing = 'ailing')::int AS ailing,
        count(*) FILTER (WHERE state = 'moved' AND standing = 'failing')::int AS failing,
        count(*) FILTER (WHERE state = 'moved' AND standing = 'well' AND NOT proven)::int AS unproven,
        count(*) FILTER (WHERE state IN ('moved', 'stray'))::int AS "toReturn",
        count(*) FILTER (WHERE state = 'returned')::int AS returned,
        count(*) FILTER (WHERE state = 'skipped' OR (state = 'moved' AND standing = 'left'))::int AS skipped
      FROM (SELECT m.wave, CASE WHEN ${stray("$4")} THEN 'stray' ELSE m.state::text END AS state,
          CASE m.state WHEN 'skipped' THEN 'left' WHEN 'moved' THEN ${standing} ELSE 'well' END AS standing,
          coalesce(b.last_webhook_update > m.moved_at, false)
            OR coalesce(b.checked_at > $2::timestamptz, false) AS proven
        FROM migration_bots m JOIN user_bots b ON b.id = m.bot_id WHERE m.run_id = $1) bots
      GROUP BY wave`,
    values: [run.id, run.watchedSince, graceMs / 1000, me],
  });
  return new Map((rows as ({ wave: number } & WaveStand)[]).map(({ wave, ...stand }) => [wave, stand]));
}

/** Moved bots of the wave that nothing has spoken for lately, whoever was not looked at for longest first. */
export async function findUnproven(
  data: Database,
  { runId, wave }: WaveOf,
  everyMs: number,
  limit: number,
): Promise<BotEntity[]> {
  return data.prisma.bot.findMany({
    where: {
      migrationBots: { some: { runId, wave, state: "moved" } },
      activeDoor: "webhook",
      status: "active",
      switchingSince: null,
      AND: [
        { OR: [{ checkedAt: null }, { checkedAt: { lt: new Date(Date.now() - everyMs) } }] },
        { OR: [{ lastWebhookUpdate: null }, { lastWebhookUpdate: { lt: new Date(Date.now() - everyMs) } }] },
      ],
    },
    orderBy: { checkedAt: { sort: "asc", nulls: "first" } },
    take: limit,
  });
}

export interface TroubledBot {
  botId: number;
  username: string;
  wave: number;
  state: string;
  note: string | null;
  reason: string | null;
}

/** Bots of a run whose move did not go as it should, newest waves first. */
export async function findTroubled(data: Database, runId: number, limit: number): Promise<TroubledBot[]> {
  const { rows } = await data.pool.query(
    `SELECT m.bot_id AS "botId", b.username, m.wave, m.state::text AS state, m.note,
        coalesce(b.door_reason, b.last_error_message) AS reason
      FROM migration_bots m JOIN user_bots b ON b.id = m.bot_id
      WHERE m.run_id = $1 AND (m.note IS NOT NULL OR (m.state = 'moved' AND b.mode = 'webhook'
          AND (b.active_door <> 'webhook' OR b.failing_since IS NOT NULL OR b.fallback_since IS NOT NULL)))
      ORDER BY m.wave DESC, m.position LIMIT $2`,
    [runId, limit],
  );
  return rows as TroubledBot[];
}
