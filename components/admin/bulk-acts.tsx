"use client";

import { type ReactNode, useRef, useState } from "react";
import { failureOf } from "@/components/forms/state";
import { Button } from "@/components/ui/button";
import { Select } from "@/components/ui/input";
import { useLanguage } from "@/components/ui/language";
import { toast } from "@/components/ui/toast";
import type { FleetAct } from "@/lib/bots/act-on-fleet";
import type { FleetFilter, FleetSort } from "@/lib/bots/fleet";
import { adminFormTexts } from "@/lib/i18n/admin-form";
import type { ActionState } from "@/lib/web/action-state";
import { type ActOnFleet, BulkRun } from "./bulk-run";

type Filter = FleetFilter & { sort: FleetSort; direction: "asc" | "desc" };

interface BulkActsProps {
  /** How many bots fit the filter, and how many of them can be chosen at once. */
  total: number;
  most: number;
  filter: Filter;
  act: ActOnFleet;
  choose: (filter: Filter) => Promise<ActionState<{ botIds: number[] }>>;
  /** The table; its boxes are named "bot". */
  children: ReactNode;
}

const acts = ["pause", "resume", "webhook", "polling", "look"] as const;

/** Chooses bots by the boxes of the table inside, or all that match, and does the same to each of them. */
export function BulkActs({ total, most, filter, act, choose, children }: BulkActsProps) {
  const all = adminFormTexts(useLanguage());
  const texts = all.bulk;
  const form = useRef<HTMLFormElement>(null);
  const [chosen, setChosen] = useState<readonly number[]>([]);
  const [running, setRunning] = useState<FleetAct>();

  const boxes = () => [...(form.current?.querySelectorAll<HTMLInputElement>("input[name=bot]") ?? [])];
  const readBoxes = () => setChosen(boxes().flatMap((box) => (box.checked ? [Number(box.value)] : [])));
  const setBoxes = (checked: boolean) => {
    for (const box of boxes()) box.checked = checked;
    readBoxes();
  };
  const chooseMatching = async () => {
    const answer = await choose(filter);
    if (answer.status === "done") {
      for (const box of boxes()) box.checked = true;
      setChosen(answer.data.botIds);
    } else if (answer.status === "failed") toast.error(all.failed, { description: failureOf(answer) });
  };

  return (
    <form
      ref={form}
      onChange={(event) => {
        if (event.target instanceof HTMLInputElement && event.target.name === "bot") readBoxes();
      }}
      onSubmit={(event) => event.preventDefault()}
    >
      <fieldset className="mb-3 flex min-h-8 flex-wrap items-center gap-x-3 gap-y-2 text-[0.8125rem]">
        <legend className="sr-only">{texts.label}</legend>
        {chosen.length === 0 ? (
          <Button size="small" look="ghost" onClick={() => setBoxes(true)}>
            {texts.choosePage}
          </Button>
        ) : (
          <>
            <span role="status" className="font-medium" data-numeric>
              {texts.chosen(chosen.length)}
            </span>
            <Select
              aria-label={texts.act}
              value=""
              onChange={(event) => setRunning(acts.find((name) => name === event.target.value))}
              className="h-8 w-auto"
            >
              <option value="">{texts.act}</option>
              {acts.map((name) => (
                <option key={name} value={name}>
                  {texts.acts[name]}
                </option>
              ))}
            </Select>
            {total > chosen.length && chosen.length < most ? (
              <Button size="small" look="ghost" onClick={chooseMatching}>
                {total <= most ? texts.allMatching(total) : texts.firstMatching(most)}
              </Button>
            ) : null}
            <Button size="small" look="ghost" onClick={() => setBoxes(false)}>
              {texts.clear}
            </Button>
          </>
        )}
      </fieldset>
      {children}
      {running ? (
        <BulkRun act={running} botIds={chosen} send={act} onClose={() => setRunning(undefined)} />
      ) : null}
    </form>
  );
}
