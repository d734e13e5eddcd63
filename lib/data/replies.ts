import type { Database } from "./database";
import { Prisma } from "./generated/client";

/** A reply without its bot and place. */
export interface NewReply {
  triggerType: "command" | "keyword" | "regex" | "any";
  triggerValue: string | null;
  text: string;
  parseMode: string | null;
  /** Rows of buttons; null for none. */
  buttons: Prisma.InputJsonValue | null;
  language: string | null;
  enabled: boolean;
}

export function findReplies(data: Database, botId: number) {
  return data.prisma.reply.findMany({ where: { botId }, orderBy: { position: "asc" } });
}

/** A reply whose expression has taken too long so often is switched off. */
export const maxOverruns = 3;

/** Which replies were switched off so; the index replies_switched_off_idx holds no others. */
export const switchedOff = "overruns >= 3 AND NOT enabled";

/**
 * Counts that a reply's expression took too long, in whatever process. The third time switches the reply off, and the
 * timeline says so.
 *
 * @returns whether this was that time.
 */
export async function countOverrun(
  data: Database,
  { botId, position, source }: { botId: number; position: number; source: string },
): Promise<boolean> {
  const { rows } = await data.pool.query({
    name: "count-overrun",
    text: `WITH slow AS (
        UPDATE replies SET overruns = least(overruns + 1, 100), enabled = overruns + 1 < $4
        WHERE bot_id = $1 AND position = $2 AND trigger_type = 'regex' AND trigger_value = $3 AND enabled
        RETURNING NOT enabled AS ended),
      told AS (
        INSERT INTO transport_events (bot_id, from_door, to_door, status, reason, actor)
        SELECT id, active_door, active_door, status, $5, 'hookline' FROM user_bots, slow WHERE id = $1 AND ended)
      SELECT ended FROM slow`,
    values: [
      botId,
      position,
      source,
      maxOverruns,
      `Reply ${position + 1} was switched off: its expression took too long for three messages.`,
    ],
  });
  return (rows as { ended: boolean }[])[0]?.ended ?? false;
}

const rowsOf = (botId: number, replies: readonly (NewReply & { overruns?: number })[]) =>
  replies.map((reply, position) => ({ ...reply, buttons: reply.buttons ?? Prisma.DbNull, botId, position }));

export async function insertReplies(
  data: Database,
  botId: number,
  replies: readonly NewReply[],
): Promise<void> {
  await data.prisma.reply.createMany({ data: rowsOf(botId, replies) });
}

/**
 * Puts a new list in the old one's place; two at once follow one another, the later one stays. An expression that stays
 * as it is keeps the count of the times it took too long.
 */
export async function replaceReplies(
  data: Database,
  botId: number,
  replies: readonly NewReply[],
): Promise<void> {
  await data.prisma.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM user_bots WHERE id = ${botId} FOR UPDATE`;
    const slow = await tx.reply.findMany({ where: { botId, triggerType: "regex", overruns: { gt: 0 } } });
    const overruns = new Map(slow.map((reply) => [reply.triggerValue, reply.overruns]));
    const kept = replies.map((reply) => ({
      ...reply,
      overruns: (reply.triggerType === "regex" ? overruns.get(reply.triggerValue) : undefined) ?? 0,
    }));
    await tx.reply.deleteMany({ where: { botId } });
    await tx.reply.createMany({ data: rowsOf(botId, kept) });
  });
}
