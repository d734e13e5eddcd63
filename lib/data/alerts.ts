import { type ListedBot, listedColumns } from "./bot-list";
import type { Database } from "./database";
import type { LeftOver } from "./health";
import { switchedOff } from "./replies";

/** A bot that may be in trouble, how many of its chats are set aside, and how many replies were switched off. */
export type SuspectBot = ListedBot & Pick<LeftOver, "chatsAside" | "repliesOff">;

/**
 * The bots that a cheap look does not clear: every one in trouble is among them. So few are judged while
 * the fleet is well that it can be asked every few seconds.
 */
export async function findSuspects(data: Database): Promise<SuspectBot[]> {
  const { rows } = await data.pool.query({
    name: "suspect-bots",
    text: `SELECT ${listedColumns}, coalesce(aside.n, 0) AS "chatsAside", coalesce(off.n, 0) AS "repliesOff"
      FROM user_bots
      LEFT JOIN (SELECT bot_id, count(*)::int AS n FROM quarantined_chats GROUP BY bot_id) aside ON aside.bot_id = id
      LEFT JOIN (SELECT bot_id, count(*)::int AS n FROM replies WHERE ${switchedOff} GROUP BY bot_id) off
        ON off.bot_id = id
      WHERE status <> 'paused' AND (status <> 'active' OR active_door = 'none' OR aside.n > 0 OR off.n > 0
        OR pending_since < now() - interval '1 minute' OR failing_since IS NOT NULL
        OR (active_door = 'webhook' AND last_error_at > coalesce(last_webhook_update, '-infinity'))
        OR (active_door = 'polling' AND (mode = 'webhook' OR poll_failing_since IS NOT NULL
          OR greatest(last_poll_at, door_changed_at) < now() - interval '2 minutes')))`,
  });
  return rows as SuspectBot[];
}

export interface StandingTrouble {
  botId: number;
  kind: string;
}

/**
 * Writes down which troubles stand at this moment: new ones begin, those that are not among them have
 * ended, and one that comes back before its end was told goes on.
 */
export async function recordTroubles(data: Database, standing: readonly StandingTrouble[]): Promise<void> {
  await data.pool.query({
    name: "record-troubles",
    text: `WITH standing AS (
        SELECT s.bot_id, s.kind FROM unnest($1::int[], $2::text[]) AS s(bot_id, kind)
        JOIN user_bots b ON b.id = s.bot_id),
      ended AS (
        UPDATE alerts a SET ended_at = now() WHERE a.ended_at IS NULL
          AND NOT EXISTS (SELECT FROM standing s WHERE s.bot_id = a.bot_id AND s.kind = a.kind))
      INSERT INTO alerts AS a (bot_id, kind) SELECT bot_id, kind FROM standing
      ON CONFLICT (bot_id, kind) DO UPDATE SET ended_at = NULL WHERE a.ended_at IS NOT NULL`,
    values: [standing.map(({ botId }) => botId), standing.map(({ kind }) => kind)],
  });
}

/** Who wants to hear of an alert by mail; `a` is the alert and `u` the bot's owner. */
const wanted = "u.alert_mail AND u.disabled_at IS NULL AND a.kind <> ALL (u.alerts_muted)";

export interface NewsRow {
  botId: number;
  kind: string;
  username: string;
  ownerId: number;
  email: string;
  language: string | null;
  /** When the trouble began, or ended where `ended` says so. */
  at: Date;
  ended: boolean;
  /** When a mail to this owner was tried last. */
  triedAt: Date | null;
}

/** Troubles of which their owners have not heard yet, and ends of those of which they have. */
export async function findNews(data: Database): Promise<NewsRow[]> {
  const { rows } = await data.pool.query({
    name: "alert-news",
    text: `SELECT a.bot_id AS "botId", a.kind, b.username, u.id AS "ownerId", u.email,
        coalesce(u.language, u.last_language) AS language,
        coalesce(a.ended_at, a.since) AS at, a.ended_at IS NOT NULL AS ended, u.alerts_tried_at AS "triedAt"
      FROM alerts a JOIN user_bots b ON b.id = a.bot_id JOIN users u ON u.id = b.owner_id
      WHERE (a.ended_at IS NULL) = (a.told_at IS NULL) AND ${wanted}
      ORDER BY u.id, b.username, a.kind`,
  });
  return rows as NewsRow[];
}

/** Writes down that a mail to this person is tried now: whatever becomes of it, the next one waits. */
export async function markTried(data: Database, ownerId: number): Promise<void> {
  await data.pool.query("UPDATE users SET alerts_tried_at = now() WHERE id = $1", [ownerId]);
}

/** Writes down what a mail has told. A trouble that came back while its end was being told begins anew. */
export async function markTold(
  data: Database,
  told: readonly Pick<NewsRow, "botId" | "kind" | "ended">[],
): Promise<void> {
  await data.pool.query({
    name: "mark-told",
    text: `WITH told AS (SELECT * FROM unnest($1::int[], $2::text[], $3::bool[]) AS t(bot_id, kind, ended)),
      gone AS (
        DELETE FROM alerts a USING told t
        WHERE a.bot_id = t.bot_id AND a.kind = t.kind AND t.ended AND a.ended_at IS NOT NULL)
      UPDATE alerts a SET told_at = CASE WHEN t.ended THEN NULL ELSE now() END,
        since = CASE WHEN t.ended THEN now() ELSE a.since END
      FROM told t WHERE a.bot_id = t.bot_id AND a.kind = t.kind AND NOT (t.ended AND a.ended_at IS NOT NULL)`,
    values: [told.map(({ botId }) => botId), told.map(({ kind }) => kind), told.map(({ ended }) => ended)],
  });
}

/** Forgets troubles that ended at least so long ago and of whose end nobody is to hear. */
export async function forgetEnded(data: Database, afterMs: number): Promise<void> {
  await data.pool.query({
    name: "forget-ended-alerts",
    text: `DELETE FROM alerts a USING user_bots b, users u
      WHERE b.id = a.bot_id AND u.id = b.owner_id AND a.ended_at < now() - make_interval(secs => $1::float8 / 1000)
        AND (a.told_at IS NULL OR NOT (${wanted}))`,
    values: [afterMs],
  });
}

export interface AlertChoiceRow {
  alertMail: boolean;
  alertsMuted: string[];
}

export function findAlertChoice(data: Database, userId: number): Promise<AlertChoiceRow | null> {
  return data.prisma.user.findUnique({
    where: { id: userId },
    select: { alertMail: true, alertsMuted: true },
  });
}

export async function setAlertChoice(
  data: Database,
  userId: number,
  choice: AlertChoiceRow & { lastLanguage: string },
): Promise<void> {
  await data.prisma.user.updateMany({ where: { id: userId }, data: choice });
}
