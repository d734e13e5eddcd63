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

const rowsOf = (botId: number, replies: readonly NewReply[]) =>
  replies.map((reply, position) => ({ ...reply, buttons: reply.buttons ?? Prisma.DbNull, botId, position }));

export async function insertReplies(
  data: Database,
  botId: number,
  replies: readonly NewReply[],
): Promise<void> {
  await data.prisma.reply.createMany({ data: rowsOf(botId, replies) });
}

/** Puts a new list in the old one's place; two at once follow one another, the later one stays. */
export async function replaceReplies(
  data: Database,
  botId: number,
  replies: readonly NewReply[],
): Promise<void> {
  await data.prisma.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM user_bots WHERE id = ${botId} FOR UPDATE`;
    await tx.reply.deleteMany({ where: { botId } });
    await tx.reply.createMany({ data: rowsOf(botId, replies) });
  });
}
