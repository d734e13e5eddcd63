"use client";

import { CircleAlert } from "lucide-react";
import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { failureOf } from "@/components/forms/state";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { useLanguage } from "@/components/ui/language";
import type { FleetAct, FleetActResult } from "@/lib/bots/act-on-fleet";
import { adminFormTexts } from "@/lib/i18n/admin-form";
import type { ActionState } from "@/lib/web/action-state";

export type ActOnFleet = (input: {
  act: FleetAct;
  botIds: number[];
}) => Promise<ActionState<{ results: FleetActResult[] }>>;

interface BulkRunProps {
  act: FleetAct;
  botIds: readonly number[];
  send: ActOnFleet;
  onClose: () => void;
}

/** Bots of one call to the server: the bar moves every second or two, and Stop is heard soon. */
const aCall = 10;

/** Asks, does it a few bots at a time, and shows how far it has come and what went wrong. */
export function BulkRun({ act, botIds, send, onClose }: BulkRunProps) {
  const texts = adminFormTexts(useLanguage()).bulk;
  const router = useRouter();
  const [state, setState] = useState<"asking" | "running" | "over">("asking");
  const [results, setResults] = useState<readonly FleetActResult[]>([]);
  const stopped = useRef(false);

  const run = async () => {
    setState("running");
    for (let at = 0; at < botIds.length && !stopped.current; at += aCall) {
      const part = botIds.slice(at, at + aCall);
      const answer = await send({ act, botIds: [...part] });
      const told = answer.status === "done" ? answer.data.results : undefined;
      const message = answer.status === "failed" ? failureOf(answer) : null;
      setResults((before) => [...before, ...(told ?? part.map((botId) => ({ botId, ok: false, message })))]);
    }
    setState("over");
    router.refresh();
  };

  const failed = results.filter(({ ok }) => !ok);
  return (
    <Dialog
      open
      onClose={() => {
        stopped.current = true;
        onClose();
      }}
      title={texts.acts[act]}
      description={state === "asking" ? texts.confirm[act](botIds.length) : texts.confirmText}
    >
      {state === "asking" ? null : (
        <div className="grid gap-3">
          <progress
            max={botIds.length}
            value={results.length}
            aria-label={texts.progress(results.length, botIds.length)}
            className="h-2 w-full overflow-hidden rounded-full accent-good"
          />
          <p role="status" data-numeric>
            {texts.progress(results.length, botIds.length)} · {texts.wentWell(results.length - failed.length)}
            {failed.length > 0 ? (
              <span className="text-bad-ink"> · {texts.failed(failed.length)}</span>
            ) : null}
          </p>
          {failed.length > 0 ? (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls has to be reachable by keyboard
            <ul tabIndex={0} className="grid max-h-56 gap-1.5 overflow-y-auto text-[0.8125rem]">
              {failed.map(({ botId, message }) => (
                <li key={botId} className="flex gap-2">
                  <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0 text-bad-ink" />
                  <span className="min-w-0">
                    {texts.bot(botId)}: {message}
                  </span>
                </li>
              ))}
            </ul>
          ) : null}
        </div>
      )}
      <div className="mt-5 flex justify-end gap-2">
        {state === "asking" ? (
          <Button look="primary" onClick={run}>
            {texts.go}
          </Button>
        ) : null}
        {state === "running" ? (
          <Button
            onClick={() => {
              stopped.current = true;
            }}
          >
            {texts.stop}
          </Button>
        ) : null}
        {state === "over" ? <Button onClick={onClose}>{texts.close}</Button> : null}
      </div>
    </Dialog>
  );
}
