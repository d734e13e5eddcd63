"use client";

import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { failureOf } from "@/components/forms/state";
import { Button } from "@/components/ui/button";
import { useLanguage } from "@/components/ui/language";
import { toast } from "@/components/ui/toast";
import type { FleetAct } from "@/lib/bots/act-on-fleet";
import type { BotView } from "@/lib/bots/schemas";
import { adminFormTexts } from "@/lib/i18n/admin-form";
import type { ActOnFleet } from "./bulk-run";

interface BotActsProps {
  bot: Pick<BotView, "id" | "mode" | "status">;
  act: ActOnFleet;
}

/** What an admin can do about one bot: the acts of the fleet's table. */
export function BotActs({ bot, act }: BotActsProps) {
  const all = adminFormTexts(useLanguage());
  const texts = all.bulk;
  const router = useRouter();
  const [pending, start] = useTransition();
  const acts: FleetAct[] = [
    "look",
    bot.mode === "webhook" ? "polling" : "webhook",
    bot.status === "paused" ? "resume" : "pause",
  ];
  const run = (name: FleetAct) =>
    start(async () => {
      const answer = await act({ act: name, botIds: [bot.id] });
      const told = answer.status === "done" ? answer.data.results[0] : undefined;
      if (told?.ok) toast.success(texts.done);
      else {
        const description = answer.status === "failed" ? failureOf(answer) : told?.message;
        toast.error(all.failed, description ? { description } : {});
      }
      router.refresh();
    });
  return (
    <div className="flex flex-wrap gap-2">
      {acts.map((name) => (
        <Button key={name} size="small" disabled={pending} onClick={() => run(name)}>
          {texts.acts[name]}
        </Button>
      ))}
    </div>
  );
}
