"use client";

import { ArrowRight } from "lucide-react";
import { useTransition } from "react";
import { failureOf, unanswered } from "@/components/forms/state";
import { Button, buttonStyle } from "@/components/ui/button";
import { useLanguage } from "@/components/ui/language";
import { Link } from "@/components/ui/link";
import { toast } from "@/components/ui/toast";
import type { BotView, Verdict } from "@/lib/bots/schemas";
import { overviewTexts } from "@/lib/i18n/overview";
import { fixWay, type PatchBot } from "./fix-way";

interface FixButtonProps {
  bot: BotView;
  fix: NonNullable<Verdict["fix"]>;
  patch: PatchBot;
}

/** The verdict's way out: an act or a page; words alone where only an operator can act. */
export function FixButton({ bot, fix, patch }: FixButtonProps) {
  const texts = overviewTexts(useLanguage()).fix;
  const [pending, start] = useTransition();
  const way = fixWay(fix.action, bot);
  if (way.kind === "words") return <p className="text-[0.8125rem] text-ink-2">{fix.label}</p>;
  if (way.kind === "page") {
    return (
      <Link
        href={way.href}
        className={buttonStyle({ look: "primary", size: "small" })}
        {...(way.outside ? { target: "_blank", rel: "noreferrer" } : {})}
      >
        {fix.label}
        <ArrowRight aria-hidden />
      </Link>
    );
  }
  return (
    <Button
      look="primary"
      size="small"
      pending={pending}
      onClick={() =>
        start(async () => {
          const state = await patch({ botId: bot.id, patch: way.patch }).catch(unanswered);
          if (state.status === "done") toast.success(texts.done);
          else toast.error(texts.failed, { description: failureOf(state) });
        })
      }
    >
      {fix.label}
    </Button>
  );
}
