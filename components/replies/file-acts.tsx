"use client";

import { Download, Upload } from "lucide-react";
import { useRef, useState, useTransition } from "react";
import { unanswered } from "@/components/forms/state";
import { Button } from "@/components/ui/button";
import { useLanguage } from "@/components/ui/language";
import { Notice } from "@/components/ui/notice";
import { repliesWords } from "@/lib/i18n/replies";
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
const mostLines = 8;

/** Exports the list as REST has it, and reads such a file again. A bad file changes nothing. */
export function FileActs({ botUsername, current, read, onRead }: FileActsProps) {
  const words = repliesWords(useLanguage()).file;
  const [fault, setFault] = useState<Fault | null>(null);
  const [reading, start] = useTransition();
  const picker = useRef<HTMLInputElement>(null);

  const take = (file: File) =>
    start(async () => {
      const refuse = (text: string, lines: string[] = []) =>
        setFault({ title: words.notReplies, text, lines });
      const content = await readReplyFile(file);
      if (content.kind === "too-large") return refuse(words.tooLarge);
      if (content.kind === "no-list") return refuse(words.noList);
      if (content.kind === "not-json")
        return setFault({ title: words.notJson, text: words.notJsonText(content.words), lines: [] });
      const state = await read({ replies: content.replies as RepliesInput["replies"] }).catch(unanswered);
      if (state.status === "done") {
        setFault(null);
        return onRead(state.data.replies);
      }
      if (state.status !== "failed") return;
      const lines = linesOf(state.fields, words);
      refuse(lines.length > 0 ? words.notRepliesText : state.message, lines);
    });

  return (
    <>
      <div className="flex flex-wrap gap-2">
        <Button
          size="small"
          onClick={() => saveFile(`${botUsername}-replies.json`, JSON.stringify(current(), null, 2))}
        >
          <Download aria-hidden />
          {words.export}
        </Button>
        <Button size="small" pending={reading} onClick={() => picker.current?.click()}>
          {reading ? null : <Upload aria-hidden />}
          {words.import}
        </Button>
        <input
          ref={picker}
          type="file"
          accept="application/json,.json"
          aria-label={words.import}
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
            {words.dismiss}
          </Button>
        </Notice>
      ) : null}
    </>
  );
}

type FileWords = ReturnType<typeof repliesWords>["file"];

/** "Reply 3, trigger.value: …" for each fault, in the file's order. */
function linesOf(fields: Readonly<Record<string, readonly string[]>>, words: FileWords): string[] {
  const lines = Object.entries(fields).map(([path, messages]) => {
    const [, index, field = ""] = /^replies\.(\d+)\.?(.*)$/.exec(path) ?? [];
    const where = index === undefined ? "" : `${words.reply(Number(index) + 1, field)}: `;
    return where + messages.join(" ");
  });
  return lines.length <= mostLines
    ? lines
    : [...lines.slice(0, mostLines), words.more(lines.length - mostLines)];
}
