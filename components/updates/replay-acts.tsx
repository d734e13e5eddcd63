"use client";

import { FlaskConical, RotateCcw } from "lucide-react";
import { useEffect, useState, useTransition } from "react";
import { failureOf, unanswered } from "@/components/forms/state";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { useLanguage } from "@/components/ui/language";
import { toast } from "@/components/ui/toast";
import type { Replay } from "@/lib/bots/inspector-schemas";
import type { UpdateView } from "@/lib/bots/schemas";
import { updatesTexts } from "@/lib/i18n/updates";
import type { ActionState } from "@/lib/web/action-state";
import { ActionList } from "./action-list";
import type { ReleaseAction } from "./release-acts";

interface ReplayActsProps {
  botId: number;
  update: Pick<UpdateView, "arrival" | "attempts" | "state" | "chatId">;
  replaying: boolean;
  dryRun: (input: { botId: number; arrival: number }) => Promise<ActionState<Replay>>;
  replay: (input: { botId: number; arrival: number; attempts: number }) => Promise<ActionState<Replay>>;
  setAside: (input: { botId: number; chatId: number }) => Promise<ActionState<unknown>>;
  release: ReleaseAction;
}

/** A dry run, a replay for real, and setting the chat aside. */
export function ReplayActs(props: ReplayActsProps) {
  const { botId, update, replaying, dryRun, replay, setAside, release } = props;
  const language = useLanguage();
  const { replay: texts, detail, many, quarantine } = updatesTexts(language);
  const [outcome, tell] = useState<Replay>();
  const [asking, ask] = useState(false);
  const [pending, start] = useTransition();
  const { arrival, attempts, state, chatId } = update;
  const busy = replaying || state === "open";
  // What a dry run said holds for the attempt it was made for.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the attempts that make it old
  useEffect(() => tell(undefined), [attempts]);

  const run = (act: () => Promise<ActionState<unknown>>, done: () => void) =>
    start(async () => {
      const answer = await act().catch(unanswered);
      if (answer.status === "done") done();
      else toast.error(texts.failed, { description: failureOf(answer) });
    });
  /** What came meanwhile is handled in its order. */
  const takeBack = (chatId: number) =>
    run(
      () => release({ botId, chatId, discard: false }),
      () => toast.success(quarantine.released),
    );
  const tryDry = () =>
    run(
      async () => {
        const answer = await dryRun({ botId, arrival });
        if (answer.status === "done") tell(answer.data);
        return answer;
      },
      () => {},
    );
  const goLive = () => {
    ask(false);
    let made: Replay | undefined;
    run(
      async () => {
        const answer = await replay({ botId, arrival, attempts });
        if (answer.status === "done") made = answer.data;
        return answer;
      },
      () => toast.success(made?.done ? texts.done(made.attempt) : texts.waiting),
    );
  };

  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap gap-2">
        <Button size="small" pending={pending && !asking} disabled={pending} onClick={tryDry}>
          <FlaskConical aria-hidden />
          {texts.dryRun}
        </Button>
        <Button size="small" disabled={pending || busy || state === "quarantined"} onClick={() => ask(true)}>
          <RotateCcw aria-hidden />
          {replaying ? texts.again : texts.live}
        </Button>
        {chatId === null || state === "quarantined" ? null : (
          <Button
            size="small"
            look="ghost"
            disabled={pending}
            onClick={() =>
              run(
                () => setAside({ botId, chatId }),
                () => toast.success(detail.setAsideDone, { undo: () => takeBack(chatId) }),
              )
            }
          >
            {detail.setAside}
          </Button>
        )}
      </div>
      <div aria-live="polite">
        {outcome ? (
          <section className="rounded-lg border border-line-strong border-dashed bg-sunken/60 p-4">
            <h3 className="mb-2 font-medium text-[0.8125rem]">{texts.wouldTitle}</h3>
            {outcome.error ? <p className="mb-2 text-bad-ink">{outcome.error}</p> : null}
            {outcome.actions.length > 0 ? (
              <ActionList actions={outcome.actions} language={language} dry />
            ) : outcome.error ? null : (
              <p className="text-ink-2">{texts.wouldNothing}</p>
            )}
          </section>
        ) : null}
      </div>
      <Dialog
        open={asking}
        onClose={() => ask(false)}
        title={texts.confirmTitle}
        description={texts.confirmText}
      >
        <div className="flex justify-end gap-2">
          <Button onClick={() => ask(false)}>{many.cancel}</Button>
          <Button look="primary" onClick={goLive}>
            {many.live}
          </Button>
        </div>
      </Dialog>
    </div>
  );
}
