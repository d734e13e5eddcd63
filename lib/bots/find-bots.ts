import type { TenantContext } from "../context";
import { findBotNames } from "../data/bot-names";

export interface FoundBot {
  id: number;
  name: string;
  username: string;
  /** False for another tenant's, which only an admin finds. */
  own: boolean;
}

const maxFound = 8;

/** Bots by part of their name or username, for whoever wants to go to one: the actor's; an admin's search finds all. */
export async function findBots(ctx: TenantContext, { text }: { text: string }): Promise<FoundBot[]> {
  const { role, userId } = ctx.actor;
  const wanted = text.trim().replace(/^@/, "");
  const ownerId = role === "admin" ? undefined : userId;
  const found = await findBotNames(ctx.data, { ownerId, text: wanted, limit: maxFound });
  return found.map(({ ownerId, ...bot }) => ({ ...bot, own: ownerId === userId }));
}
