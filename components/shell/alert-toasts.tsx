"use client";

import { usePathname } from "next/navigation";
import { useEffect, useRef } from "react";
import { useLanguage } from "@/components/ui/language";
import { toast } from "@/components/ui/toast";
import { shellTexts } from "@/lib/i18n/shell";
import { useOnLive } from "./live";
import { type Interest, interestOf, type LiveAlert } from "./live-interest";

/** A public address that dies takes many bots at once: what comes within this time is one notice. */
const gatherMs = 1_000;

/** Says on whatever page is open that a bot of the person's has got into trouble; that bot's own page shows it itself. */
export function AlertToasts() {
  const texts = shellTexts(useLanguage()).alert;
  const onLive = useOnLive();
  const shown = useRef<Interest>("none");
  shown.current = interestOf(usePathname());
  useEffect(() => {
    let waiting: LiveAlert[] = [];
    let due: ReturnType<typeof setTimeout> | undefined;
    const say = () => {
      due = undefined;
      const bots = new Set(waiting.map(({ botId }) => botId));
      const [first] = waiting;
      waiting = [];
      if (bots.size > 1) toast.error(texts.many(bots.size), { href: "/bots" });
      else if (first) {
        const { botId, username, kind } = first;
        toast.error(texts.one(username), { description: texts.kinds[kind], href: `/bots/${botId}` });
      }
    };
    const stop = onLive((message) => {
      if (message.type !== "alert" || message.ended || message.botId === shown.current) return;
      waiting.push(message);
      due ??= setTimeout(say, gatherMs);
    });
    return () => {
      stop();
      clearTimeout(due);
    };
  }, [onLive, texts]);
  return null;
}
