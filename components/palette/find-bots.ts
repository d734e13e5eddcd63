"use client";

import { useEffect, useState } from "react";
import { unanswered } from "@/components/forms/state";
import type { FoundBot } from "@/lib/bots/find-bots";
import type { ActionState } from "@/lib/web/action-state";

export type FindBots = (input: { text: string }) => Promise<ActionState<FoundBot[]>>;

/** Nobody waits for the answer to half a word. */
const restMs = 120;

/** The bots that a text finds. Answers that come late, to a text that is no longer asked for, are passed over. */
export function useFoundBots(text: string, findBots: FindBots) {
  const [answer, setAnswer] = useState<{ text: string; bots: FoundBot[]; failed: boolean }>();
  useEffect(() => {
    let wanted = true;
    const timer = setTimeout(async () => {
      const state = await findBots({ text }).catch(unanswered);
      if (!wanted) return;
      setAnswer({ text, bots: state.status === "done" ? state.data : [], failed: state.status === "failed" });
    }, restMs);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [text, findBots]);
  const searching = answer?.text !== text;
  const bots = answer?.bots ?? [];
  return {
    // Until the answer is there, Enter must not open what an earlier text had found and this one does not.
    bots: searching ? bots.filter((bot) => holds(bot, text)) : bots,
    failed: answer?.failed ?? false,
    searching,
  };
}

function holds({ name, username }: FoundBot, text: string): boolean {
  const wanted = text.trim().replace(/^@/, "").toLowerCase();
  return name.toLowerCase().includes(wanted) || username.toLowerCase().includes(wanted);
}
