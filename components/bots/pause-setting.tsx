"use client";

import { Pause, Play } from "lucide-react";
import { useTransition } from "react";
import { failureOf, unanswered } from "@/components/forms/state";
import { Button } from "@/components/ui/button";
import { useLanguage } from "@/components/ui/language";
import { toast } from "@/components/ui/toast";
import type { BotView } from "@/lib/bots/schemas";
import { settingsTexts } from "@/lib/i18n/settings";
import type { PatchBot } from "./fix-way";

interface PauseSettingProps {
  bot: Pick<BotView, "id" | "status">;
  patch: PatchBot;
}

/** Stops the bot for a while, and lets it go on. */
export function PauseSetting({ bot, patch }: PauseSettingProps) {
  const all = settingsTexts(useLanguage());
  const texts = all.receiving;
  const [pending, start] = useTransition();
  if (bot.status === "unauthorized") return null;
  const paused = bot.status === "paused";
  const Icon = paused ? Play : Pause;
  const set = (enabled: boolean, undoable: boolean) =>
    start(async () => {
      const state = await patch({ botId: bot.id, patch: { enabled } }).catch(unanswered);
      const undo = undoable ? { undo: () => set(!enabled, false) } : {};
      if (state.status === "done") toast.success(enabled ? texts.receives : texts.isPaused, undo);
      else toast.error(all.unchanged, { description: failureOf(state) });
    });
  return (
    <Button
      size="small"
      look={paused ? "primary" : "secondary"}
      pending={pending}
      onClick={() => set(paused, true)}
    >
      {pending ? null : <Icon aria-hidden />}
      {paused ? texts.resume : texts.pause}
    </Button>
  );
}
