"use client";

import { usePathname } from "next/navigation";
import { useEffect, useRef } from "react";
import { cn } from "@/components/ui/cn";
import { useLanguage } from "@/components/ui/language";
import { Link } from "@/components/ui/link";
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
  const current = useRef<HTMLAnchorElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another path is another tab to bring into view
  useEffect(() => {
    current.current?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [path]);
  return (
    <nav aria-label={texts.parts} className="-mx-4 overflow-x-auto border-line border-b px-4 sm:mx-0 sm:px-0">
      <ul className="flex gap-5">
        {tabs.map((tab) => {
          const here = tab.path === "" ? path === base : path.startsWith(base + tab.path);
          return (
            <li key={tab.name}>
              <Link
                ref={here ? current : null}
                href={base + tab.path}
                aria-current={here ? "page" : undefined}
                className={cn(
                  "-mb-px block whitespace-nowrap border-transparent border-b-2 py-2.5 font-medium text-[0.8125rem] text-ink-2 transition-colors hover:text-ink focus-visible:outline-offset-[-2px]",
                  here && "border-ink text-ink",
                )}
              >
                {texts.tabs[tab.name]}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
