import { z } from "zod";
import type { TenantContext } from "../context";
import { shownText } from "../core/shown-text";
import { findRecentMessages } from "../data/recent-chats";
import { ownBot } from "./own-bot";

/** A chat that wrote to the bot lately. */
export interface RecentChat {
  id: number;
  /** A group's title or a person's name; the number where there is neither. */
  name: string;
}

/** Of Telegram's message only its chat; whatever else comes is let through. */
const withChat = z.object({
  message: z.object({
    chat: z.object({
      title: z.string().optional(),
      first_name: z.string().optional(),
      last_name: z.string().optional(),
    }),
  }),
});

const maxChats = 6;

/** Who wrote to the bot lately, the last one first: the people one wants to answer. */
export async function recentChats(ctx: TenantContext, input: { botId: number }): Promise<RecentChat[]> {
  const bot = await ownBot(ctx, input.botId);
  const rows = await findRecentMessages(ctx.data, bot.id, maxChats);
  const chats = rows.map(({ chatId, payload }) => ({ id: chatId, name: nameIn(payload) }));
  return chats.map(({ id, name }) => {
    // Two people of one name are told apart by their numbers.
    const alone = chats.every((other) => other.id === id || other.name !== name);
    return { id, name: name === undefined ? String(id) : alone ? name : `${name} · ${id}` };
  });
}

function nameIn(payload: string): string | undefined {
  const parsed = withChat.safeParse(JSON.parse(payload));
  if (!parsed.success) return undefined;
  const { title, first_name: first, last_name: last } = parsed.data.message.chat;
  const name = title ?? [first, last].filter(Boolean).join(" ");
  return shownText(name.trim().slice(0, 80)) || undefined;
}
