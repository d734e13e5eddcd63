import { emptyDraft, type ReplyDraft } from "./draft";

export type DraftAct =
  | { type: "add"; draft: ReplyDraft; at?: number }
  | { type: "change"; key: string; patch: Partial<ReplyDraft> }
  | { type: "remove"; key: string }
  | { type: "move"; key: string; to: number }
  /** `instead`: only of this list, not of one that was changed since. */
  | { type: "replace"; drafts: ReplyDraft[]; instead?: ReplyDraft[] };

/** The list of replies under the editor's acts. */
export function reduceDrafts(drafts: ReplyDraft[], act: DraftAct): ReplyDraft[] {
  switch (act.type) {
    case "add":
      // One that was removed may be back already, with the whole list that was discarded.
      if (drafts.some(({ key }) => key === act.draft.key)) return drafts;
      return drafts.toSpliced(act.at ?? drafts.length, 0, act.draft);
    case "change":
      return drafts.map((draft) => (draft.key === act.key ? { ...draft, ...act.patch } : draft));
    case "remove":
      return drafts.filter(({ key }) => key !== act.key);
    case "move":
      return moved(drafts, act.key, act.to);
    case "replace":
      return act.instead === undefined || act.instead === drafts ? act.drafts : drafts;
  }
}

function moved(drafts: ReplyDraft[], key: string, to: number): ReplyDraft[] {
  const draft = drafts.find((each) => each.key === key);
  if (!draft) return drafts;
  const rest = drafts.filter((each) => each !== draft);
  const place = Math.min(Math.max(0, to), rest.length);
  return [...rest.slice(0, place), draft, ...rest.slice(place)];
}

/** A new reply that answers what no other does is the usual next step once commands are there. */
export function nextDraft(drafts: readonly ReplyDraft[]): ReplyDraft {
  const draft = emptyDraft();
  const hasCommand = drafts.some(({ triggerType }) => triggerType === "command");
  return hasCommand ? { ...draft, triggerType: "keyword" } : draft;
}

/** Errors by field: from places in the sent list to the drafts' own keys, so that they follow a move. */
export function errorsByKey(
  drafts: readonly ReplyDraft[],
  fields: Readonly<Record<string, readonly string[]>>,
): Record<string, string> {
  const entries = Object.entries(fields).map(([path, messages]) => {
    const [, index, rest = ""] = /^replies\.(\d+)\.?(.*)$/.exec(path) ?? [];
    const draft = index === undefined ? undefined : drafts[Number(index)];
    return [draft ? `${draft.key}.${rest}` : path, messages.join(" ")] as const;
  });
  return Object.fromEntries(entries);
}
