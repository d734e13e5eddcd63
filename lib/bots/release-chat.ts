import type { z } from "zod";
import type { TenantContext } from "../context";
import { notFound } from "../core/errors";
import { beginRelease, discardQuarantine } from "../data/quarantine";
import type { releaseSchema } from "./inspector-schemas";
import { ownBot } from "./own-bot";

/**
 * Releases a chat: what was set aside is handled in order, or given up. Resolves when that has begun.
 *
 * @throws HooklineError not_found where the chat is not set aside.
 */
export async function releaseChat(
  ctx: TenantContext,
  input: { botId: number; chatId: number; discard: boolean },
): Promise<z.output<typeof releaseSchema>> {
  const bot = await ownBot(ctx, input.botId);
  const { chatId, discard } = input;
  const key = { botId: bot.id, chatId };
  const discarded = discard ? await discardQuarantine(ctx.data, key) : null;
  const found = discard
    ? discarded !== undefined
    : await beginRelease(ctx.data, { ...key, by: ctx.actor.userId });
  if (!found) throw notFound("quarantined chat");
  ctx.log.info({ bot: bot.id, by: ctx.actor.userId, discarded }, "chat released");
  return { chatId, discarded: discarded ?? null };
}
