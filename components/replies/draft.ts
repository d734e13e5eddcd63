import type { RepliesInput, ReplyView } from "@/lib/replies/reply-schemas";

export type TriggerType = ReplyView["trigger"]["type"];

export interface ButtonDraft {
  key: string;
  text: string;
  kind: "callback" | "url";
  value: string;
}

export interface RowDraft {
  key: string;
  buttons: ButtonDraft[];
}

/** A reply while it is edited: every field a text, each thing with a key of its own. */
export interface ReplyDraft {
  key: string;
  triggerType: TriggerType;
  triggerValue: string;
  text: string;
  parseMode: string;
  language: string;
  enabled: boolean;
  /** Why Hookline has switched it off; null where its owner did, or changed its expression since. */
  offReason: string | null;
  rows: RowDraft[];
}

let keys = 0;
/** A key that no other draft of this page has. */
export function newKey(): string {
  keys += 1;
  return `k${keys}`;
}

export function emptyButton(): ButtonDraft {
  return { key: newKey(), text: "", kind: "callback", value: "" };
}

export function emptyDraft(): ReplyDraft {
  return {
    key: newKey(),
    triggerType: "command",
    triggerValue: "",
    text: "",
    parseMode: "",
    language: "",
    enabled: true,
    offReason: null,
    rows: [],
  };
}

/** `key` is the reply's place at first, so that the server and the browser agree on it. */
export function draftOf(reply: ReplyView, key: string): ReplyDraft {
  return {
    key,
    triggerType: reply.trigger.type,
    triggerValue: reply.trigger.value ?? "",
    text: reply.text,
    parseMode: reply.parseMode ?? "",
    language: reply.language ?? "",
    enabled: reply.enabled,
    offReason: reply.offReason ?? null,
    rows: (reply.buttons ?? []).map((row, index) => ({
      key: `${key}r${index}`,
      buttons: row.map((button, place) => ({
        key: `${key}r${index}b${place}`,
        text: button.text,
        ...("url" in button
          ? { kind: "url" as const, value: button.url }
          : { kind: "callback" as const, value: button.callback }),
      })),
    })),
  };
}

type ReplyInput = RepliesInput["replies"][number];

/** What is sent to be saved. Whether it is right is the server's to say. */
export function inputOf(draft: ReplyDraft): ReplyInput {
  const rows = draft.rows.filter(({ buttons }) => buttons.length > 0);
  const trigger = { type: draft.triggerType, value: draft.triggerValue } as ReplyInput["trigger"];
  return {
    trigger: draft.triggerType === "any" ? { type: "any" } : trigger,
    text: draft.text,
    parseMode: draft.parseMode === "" ? null : (draft.parseMode as ReplyInput["parseMode"]),
    buttons:
      rows.length === 0
        ? null
        : rows.map(({ buttons }) =>
            buttons.map(({ text, kind, value }) =>
              kind === "url" ? { text, url: value } : { text, callback: value },
            ),
          ),
    language: draft.language.trim() === "" ? null : draft.language,
    enabled: draft.enabled,
  };
}

/** What a person would have to write to get this reply; for the preview and the folded card. */
export function triggerTexts(
  draft: Pick<ReplyDraft, "triggerType" | "triggerValue">,
  texts: { anythingElse: string },
): string {
  const value = draft.triggerValue.trim();
  switch (draft.triggerType) {
    case "command":
      return `/${value.replace(/^\//, "") || "…"}`;
    case "keyword":
      return `“${value || "…"}”`;
    case "regex":
      return `/${value || "…"}/`;
    case "any":
      return texts.anythingElse;
  }
}
