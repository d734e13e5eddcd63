"use client";

import { usePathname } from "next/navigation";
import { useLanguage } from "@/components/ui/language";
import { Link } from "@/components/ui/link";
import { tabLink, tabRow } from "@/components/ui/tab-row";
import { botTexts } from "@/lib/i18n/bot";

const tabs = [
  { path: "", name: "overview" },
  { path: "/replies", name: "replies" },
  { path: "/updates", name: "updates" },
  { path: "/messages", name: "messages" },
  { path: "/timeline", name: "timeline" },
  { path: "/settings", name: "settings" },
] as const;

/** The parts of a bot. Links, so that each has an address. */
export function BotTabs({ botId }: { botId: number }) {
  const texts = botTexts(useLanguage());
  const path = usePathname();
  const base = `/bots/${botId}`;
  return (
    <nav aria-label={texts.parts} className="border-line border-b">
      <ul className={tabRow}>
        {tabs.map((tab) => {
          const here = tab.path === "" ? path === base : path.startsWith(base + tab.path);
          return (
            <li key={tab.name}>
              <Link href={base + tab.path} aria-current={here ? "page" : undefined} className={tabLink(here)}>
                {texts.tabs[tab.name]}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
