"use client";

import { Download, Upload } from "lucide-react";
import { useRef, useState, useTransition } from "react";
import { unanswered } from "@/components/forms/state";
import { Button } from "@/components/ui/button";
import { useLanguage } from "@/components/ui/language";
import { Notice } from "@/components/ui/notice";
import { repliesTexts } from "@/lib/i18n/replies";
import type { RepliesInput, ReplyView } from "@/lib/replies/reply-schemas";
import type { ActionState } from "@/lib/web/action-state";
import { readReplyFile, saveFile } from "./reply-file";

export type ReadReplies = (input: RepliesInput) => Promise<ActionState<{ replies: ReplyView[] }>>;

interface FileActsProps {
  botUsername: string;
  /** The list as it stands in the editor. */
  current: () => RepliesInput;
  read: ReadReplies;
  /** The file was right: these take the list's place. */
  onRead: (replies: ReplyView[]) => void;
}

/** What is wrong with a file: a sentence, and where it is in the list, line by line. */
interface Fault {
  title: string;
  text: string;
  lines: string[];
}

/** So many faults are named; a file with more is mended from the top. */
const maxLines = 8;

/** Exports the list as REST has it, and reads such a file again. A bad file changes nothing. */
export function FileActs({ botUsername, current, read, onRead }: FileActsProps) {
  const texts = repliesTexts(useLanguage()).file;
  const [fault, setFault] = useState<Fault | null>(null);
  const [reading, start] = useTransition();
  const picker = useRef<HTMLInputElement>(null);

  const take = (file: File) =>
    start(async () => {
      const refuse = (text: string, lines: string[] = []) =>
        setFault({ title: texts.notReplies, text, lines });
      const content = await readReplyFile(file);
      if (content.kind === "too-large") return refuse(texts.tooLarge);
      if (content.kind === "no-list") return refuse(texts.noList);
      if (content.kind === "not-json")
        return setFault({ title: texts.notJson, text: texts.notJsonText(content.texts), lines: [] });
      const state = await read({ replies: content.replies as RepliesInput["replies"] }).catch(unanswered);
      if (state.status === "done") {
        setFault(null);
        return onRead(state.data.replies);
      }
      if (state.status !== "failed") return;
      const lines = linesOf(state.fields, texts);
      refuse(lines.length > 0 ? texts.notRepliesText : state.message, lines);
    });

  return (
    <>
      <div className="flex flex-wrap gap-2">
        <Button
          size="small"
          onClick={() => saveFile(`${botUsername}-replies.json`, JSON.stringify(current(), null, 2))}
        >
          <Download aria-hidden />
          {texts.export}
        </Button>
        <Button size="small" pending={reading} onClick={() => picker.current?.click()}>
          {reading ? null : <Upload aria-hidden />}
          {texts.import}
        </Button>
        <input
          ref={picker}
          type="file"
          accept="application/json,.json"
          aria-label={texts.import}
          tabIndex={-1}
          className="sr-only"
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            // The same file, mended, has to be news again.
            event.currentTarget.value = "";
            if (file) take(file);
          }}
        />
      </div>
      {fault ? (
        <Notice tone="bad" title={fault.title} live className="w-full">
          <p>{fault.text}</p>
          {fault.lines.length > 0 ? (
            <ul className="mt-1 list-disc space-y-0.5 pl-4">
              {fault.lines.map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          ) : null}
          <Button look="ghost" size="small" className="mt-2 -ml-3" onClick={() => setFault(null)}>
            {texts.dismiss}
          </Button>
        </Notice>
      ) : null}
    </>
  );
}

type FileTexts = ReturnType<typeof repliesTexts>["file"];

/** "Reply 3, trigger.value: …" for each fault, in the file's order. */
function linesOf(fields: Readonly<Record<string, readonly string[]>>, texts: FileTexts): string[] {
  const lines = Object.entries(fields).map(([path, messages]) => {
    const [, index, field = ""] = /^replies\.(\d+)\.?(.*)$/.exec(path) ?? [];
    const where = index === undefined ? "" : `${texts.reply(Number(index) + 1, field)}: `;
    return where + messages.join(" ");
  });
  return lines.length <= maxLines
    ? lines
    : [...lines.slice(0, maxLines), texts.more(lines.length - maxLines)];
}
