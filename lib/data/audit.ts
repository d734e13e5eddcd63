import type { AuditAction } from "../core/audit-actions";
import type { Database } from "./database";

/** Something that somebody may ask about later. Ids and plain facts only: no secret, no text of a chat. */
export interface AuditRecord {
  /** Who did it; null where nobody was signed in. */
  userId: number | null;
  action: AuditAction;
  botId?: number;
  detail?: Record<string, string | number | boolean | null>;
}

export async function recordAudit(data: Database, record: AuditRecord): Promise<void> {
  await data.prisma.auditEntry.create({
    data: {
      userId: record.userId,
      action: record.action,
      ...(record.botId === undefined ? {} : { botId: record.botId }),
      ...(record.detail === undefined ? {} : { detail: record.detail }),
    },
    select: { id: true },
  });
}

export interface AuditFilter {
  /** A whole action ("fleet.pause"), or the thing before the dot ("fleet"). */
  action?: string | undefined;
  /** Part of a person's address. */
  person?: string | undefined;
  botId?: number | undefined;
  from?: Date | undefined;
  /** Up to, and without, this moment. */
  to?: Date | undefined;
}

export interface AuditRow {
  id: number;
  at: Date;
  userId: number | null;
  /** Null where nobody was signed in, or the account is gone. */
  email: string | null;
  action: string;
  botId: number | null;
  username: string | null;
  detail: unknown;
}

/** Entries of the log that fit, the newest first, below id `before`. */
export async function findAudit(
  data: Database,
  filter: AuditFilter,
  limit: number,
  before?: number,
): Promise<AuditRow[]> {
  const { action, person, botId, from, to } = filter;
  const values: unknown[] = [];
  const value = (given: unknown) => `$${values.push(given)}`;
  const where: string[] = [];
  if (before !== undefined) where.push(`a.id < ${value(before)}`);
  if (action?.includes(".")) where.push(`a.action = ${value(action)}`);
  else if (action) where.push(`split_part(a.action, '.', 1) = ${value(action)}`);
  if (person) where.push(`u.email ILIKE ${value(`%${person.replaceAll(/[\\%_]/g, "\\$&")}%`)}`);
  if (botId !== undefined) where.push(`a.bot_id = ${value(botId)}`);
  if (from) where.push(`a.at >= ${value(from)}`);
  if (to) where.push(`a.at < ${value(to)}`);
  const { rows } = await data.pool.query(
    `SELECT a.id, a.at, a.user_id AS "userId", u.email, a.action, a.bot_id AS "botId", b.username, a.detail
     FROM audit_log a LEFT JOIN users u ON u.id = a.user_id LEFT JOIN user_bots b ON b.id = a.bot_id
     ${where.length > 0 ? `WHERE ${where.join(" AND ")}` : ""}
     ORDER BY a.id DESC LIMIT ${value(limit)}`,
    values,
  );
  return rows as AuditRow[];
}
