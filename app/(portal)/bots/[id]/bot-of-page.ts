import type { Metadata } from "next";
import { cache } from "react";
import { keepBots } from "@/lib/bots/keep-bots";
import { viewBot } from "@/lib/bots/view-bot";
import { requireActor } from "@/lib/web/session";
import { idOf, orNotFound } from "../../verb-for-page";

export interface BotProps {
  params: Promise<{ id: string }>;
}

const read = cache(async (id: string) => {
  const ctx = keepBots(await requireActor());
  const bot = await orNotFound(viewBot(ctx, { botId: idOf(id) }));
  return { ctx, bot };
});

/**
 * The bot a page is about and who looks at it. Its row is read once a request: by layout, title and page, and by every
 * verb that gets this context.
 */
export async function botOfPage({ params }: BotProps) {
  return read((await params).id);
}

/** "Replies · @weather_bot" */
export async function botTitle(props: BotProps, part: string): Promise<Metadata> {
  const { bot } = await botOfPage(props);
  return { title: part === "" ? `@${bot.username}` : `${part} · @${bot.username}` };
}
