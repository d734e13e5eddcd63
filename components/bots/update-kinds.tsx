"use client";

import { useState, useTransition } from "react";
import { failureOf, unanswered } from "@/components/forms/state";
import { Button } from "@/components/ui/button";
import { useLanguage } from "@/components/ui/language";
import { Notice } from "@/components/ui/notice";
import { toast } from "@/components/ui/toast";
import { settingsTexts } from "@/lib/i18n/settings";
import type { BotPatch, PatchBot } from "./fix-way";

type Kind = NonNullable<BotPatch["allowedUpdates"]>[number];

/** A kind of update and what it is, in the page's language. */
export interface KindChoice {
  kind: Kind;
  name: string;
  text: string;
  /** Whether Telegram sends it unasked. */
  usual: boolean;
}

interface UpdateKindsProps {
  botId: number;
  kinds: readonly KindChoice[];
  allowed: readonly string[];
  patch: PatchBot;
}

/** Which kinds of updates a bot receives. */
export function UpdateKinds({ botId, kinds, allowed, patch }: UpdateKindsProps) {
  const all = settingsTexts(useLanguage());
  const texts = all.kinds;
  const [chosen, setChosen] = useState<ReadonlySet<string>>(() => new Set(allowed));
  const [problem, setProblem] = useState<string>();
  const [pending, start] = useTransition();
  const changed = kinds.some(({ kind }) => chosen.has(kind) !== allowed.includes(kind));
  const isUsual = kinds.every(({ kind, usual }) => chosen.has(kind) === usual);

  const save = (wanted: ReadonlySet<string>, before?: readonly string[]) =>
    start(async () => {
      const allowedUpdates = kinds.map(({ kind }) => kind).filter((kind) => wanted.has(kind));
      const state = await patch({ botId, patch: { allowedUpdates } }).catch(unanswered);
      setProblem(state.status === "failed" ? failureOf(state) : undefined);
      if (state.status !== "done") return;
      setChosen(wanted);
      toast.success(all.saved, {
        description: texts.savedText,
        ...(before ? { undo: () => save(new Set(before)) } : {}),
      });
    });

  return (
    <div className="grid gap-5">
      <ul className="grid gap-x-8 gap-y-3 sm:grid-cols-2">
        {kinds.map(({ kind, name, text }) => (
          <li key={kind}>
            <label className="flex cursor-pointer items-start gap-3">
              <input
                type="checkbox"
                checked={chosen.has(kind)}
                onChange={(event) => {
                  const next = new Set(chosen);
                  if (event.target.checked) next.add(kind);
                  else next.delete(kind);
                  setChosen(next);
                }}
                className="mt-0.5 size-4 shrink-0 accent-accent"
              />
              <span className="min-w-0">
                <span className="block font-medium text-[0.8125rem]">{name}</span>
                <span className="block text-ink-3 text-xs">{text}</span>
              </span>
            </label>
          </li>
        ))}
      </ul>
      {problem ? (
        <Notice tone="bad" live>
          {problem}
        </Notice>
      ) : null}
      <div className="flex flex-wrap items-center gap-3">
        <Button
          onClick={() => save(chosen, allowed)}
          pending={pending}
          disabled={!changed || chosen.size === 0}
        >
          {texts.save}
        </Button>
        {isUsual ? null : (
          <Button
            look="ghost"
            onClick={() => setChosen(new Set(kinds.filter(({ usual }) => usual).map(({ kind }) => kind)))}
          >
            {texts.usual}
          </Button>
        )}
        {chosen.size === 0 ? <span className="text-ink-3 text-xs">{texts.none}</span> : null}
      </div>
    </div>
  );
}
