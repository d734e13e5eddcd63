"use client";

import { MessageSquarePlus, Plus } from "lucide-react";
import { startTransition, useReducer, useRef, useState, useTransition } from "react";
import { failureOf, unanswered } from "@/components/forms/state";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { useLanguage } from "@/components/ui/language";
import { Notice } from "@/components/ui/notice";
import { toast } from "@/components/ui/toast";
import { repliesTexts } from "@/lib/i18n/replies";
import type { RepliesInput, ReplyView } from "@/lib/replies/reply-schemas";
import type { ActionState } from "@/lib/web/action-state";
import { draftOf, inputOf, newKey, type ReplyDraft } from "./draft";
import { errorsByKey, nextDraft, reduceDrafts } from "./draft-list";
import { FileActs, type ReadReplies } from "./file-acts";
import { ReplyCard } from "./reply-card";
import { SaveBar } from "./save-bar";
import { TryBox, type TryReplies } from "./try-box";
import { useDragOrder } from "./use-drag-order";

interface RepliesEditorProps {
  botId: number;
  botUsername: string;
  replies: readonly ReplyView[];
  save: (input: RepliesInput & { botId: number }) => Promise<ActionState<unknown>>;
  read: ReadReplies;
  tryOut: TryReplies;
}

/** What a bot answers: a list in which the first match wins. Nothing counts until it is saved. */
export function RepliesEditor({ botId, botUsername, replies, save, read, tryOut }: RepliesEditorProps) {
  const texts = repliesTexts(useLanguage());
  const [saved, setSaved] = useState(() => replies.map((reply, index) => draftOf(reply, `s${index}`)));
  const [drafts, act] = useReducer(reduceDrafts, saved);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [errors, setErrors] = useState<Record<string, string>>({});
  /** What stood here before a file was read. */
  const [before, setBefore] = useState<ReplyDraft[] | null>(null);
  const [said, say] = useState("");
  const [saving, start] = useTransition();
  const list = useRef<HTMLOListElement>(null);
  const drag = useDragOrder(list, (key, to) => move(key, to));
  const dirty = JSON.stringify(drafts.map(inputOf)) !== JSON.stringify(saved.map(inputOf));

  const move = (key: string, to: number) => {
    const place = Math.min(Math.max(0, to), drafts.length - 1);
    if (drafts[place]?.key === key) return;
    act({ type: "move", key, to: place });
    say(texts.card.moved(place + 1, drafts.length));
  };
  const fold = (key: string, isOpen: boolean) =>
    setOpen((known) => {
      const next = new Set(known);
      if (isOpen) next.add(key);
      else next.delete(key);
      return next;
    });
  const add = () => {
    const draft = nextDraft(drafts);
    act({ type: "add", draft });
    // The reply is there at once, its many fields a moment later.
    startTransition(() => fold(draft.key, true));
  };
  const replace = (next: ReplyDraft[]) => {
    act({ type: "replace", drafts: next });
    setErrors({});
  };
  const remove = (draft: ReplyDraft, at: number) => {
    act({ type: "remove", key: draft.key });
    toast.success(texts.card.removed(at + 1), { undo: () => act({ type: "add", draft, at }) });
  };
  /** Saves the list that was saved before; what is being written now stays where it is another one. */
  const undoSave = (before: ReplyDraft[], sent: ReplyDraft[]) =>
    start(async () => {
      const state = await save({ botId, replies: before.map(inputOf) }).catch(unanswered);
      if (state.status !== "done") {
        toast.error(texts.notSaved, { description: failureOf(state) });
        return;
      }
      setSaved(before);
      act({ type: "replace", drafts: before, instead: sent });
      toast.success(texts.savedBefore);
    });
  const submit = () =>
    start(async () => {
      const sent = drafts;
      const state = await save({ botId, replies: sent.map(inputOf) }).catch(unanswered);
      if (state.status === "done") {
        setSaved(sent);
        setErrors({});
        setBefore(null);
        toast.success(texts.saved, { description: texts.savedText, undo: () => undoSave(saved, sent) });
        return;
      }
      const found = errorsByKey(sent, state.status === "failed" ? state.fields : {});
      setErrors(found);
      for (const { key } of sent) if (hasError(found, key)) fold(key, true);
      toast.error(texts.notSaved, { description: failureOf(state) });
    });
  const addButton = (look: "primary" | "secondary") => (
    <Button look={look} onClick={add} disabled={drafts.length >= 100}>
      <Plus aria-hidden />
      {texts.add}
    </Button>
  );

  return (
    <div className="grid gap-4">
      <div className="flex flex-wrap items-center justify-end gap-3">
        <FileActs
          botUsername={botUsername}
          current={() => ({ replies: drafts.map(inputOf) })}
          read={read}
          onRead={(fromFile) => {
            setBefore(drafts);
            replace(fromFile.map((reply) => draftOf(reply, newKey())));
          }}
        />
      </div>
      {before ? (
        <Notice tone="info" title={texts.file.read(drafts.length)} live>
          <p>{texts.file.readText}</p>
          <Button
            size="small"
            className="mt-2"
            onClick={() => {
              replace(before);
              setBefore(null);
              say(texts.file.undone);
            }}
          >
            {texts.file.undo}
          </Button>
        </Notice>
      ) : null}
      {errors.replies ? (
        <Notice tone="bad" live>
          {errors.replies}
        </Notice>
      ) : null}
      {drafts.length === 0 ? (
        <Card>
          <EmptyState icon={MessageSquarePlus} title={texts.none} action={addButton("primary")}>
            {texts.noneText}
          </EmptyState>
        </Card>
      ) : (
        <>
          <ol ref={list} className="grid gap-2.5">
            {drafts.map((draft, index) => (
              <ReplyCard
                key={draft.key}
                draft={draft}
                index={index}
                count={drafts.length}
                open={open.has(draft.key)}
                faulty={hasError(errors, draft.key)}
                botUsername={botUsername}
                error={(path) => errors[`${draft.key}.${path}`]}
                onOpen={(isOpen) => fold(draft.key, isOpen)}
                change={(patch) => act({ type: "change", key: draft.key, patch })}
                move={(to) => move(draft.key, to)}
                remove={() => remove(draft, index)}
                held={drag.held === draft.key}
                hold={drag.hold(draft.key)}
              />
            ))}
          </ol>
          <div>{addButton("secondary")}</div>
        </>
      )}
      <p role="status" className="sr-only">
        {said}
      </p>
      <TryBox botId={botId} drafts={drafts} run={tryOut} />
      <SaveBar
        shown={dirty}
        saving={saving}
        save={submit}
        discard={() => {
          replace(saved);
          setBefore(null);
        }}
      />
    </div>
  );
}

function hasError(errors: Record<string, string>, key: string): boolean {
  return Object.keys(errors).some((path) => path.startsWith(`${key}.`));
}
