import type { ReactNode } from "react";
import { BotHeader } from "@/components/bots/bot-header";
import { OrOutline } from "@/components/shell/slow-page";
import { pageLanguage } from "@/lib/web/page-language";
import { type BotProps, botOfPage } from "./bot-of-page";

export default async function BotLayout({ children, params }: BotProps & { children: ReactNode }) {
  const { bot } = await botOfPage({ params });
  return (
    <>
      <BotHeader bot={bot} language={await pageLanguage()} />
      <OrOutline place="bot">{children}</OrOutline>
    </>
  );
}
