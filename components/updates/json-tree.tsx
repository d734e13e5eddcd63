import { Copy } from "lucide-react";
import { shownText } from "@/lib/core/shown-text";
import type { Language } from "@/lib/i18n/language";
import { updatesTexts } from "@/lib/i18n/updates";
import { CopyArea } from "./copy-area";
import { type JsonEntry, jsonTree } from "./json-entries";

const most = { lines: 600, depth: 24, chars: 4_000 };
/** What is nested no deeper is open from the start. */
const openDepth = 5;

interface JsonTreeProps {
  value: unknown;
  label: string;
  language: Language;
}

/** A JSON value as a tree: parts fold and are copied whole, a key copies its path, a value itself. */
export function JsonTree({ value, label, language }: JsonTreeProps) {
  const texts = updatesTexts(language).tree;
  const { root, cut, deep } = jsonTree(value, most);
  return (
    <CopyArea
      label={label}
      note={deep ? texts.tooDeep : cut ? texts.shortened : null}
      whole={deep ? null : json(value)}
      texts={{ copyAll: texts.copyAll, copied: texts.copied }}
    >
      <ul className="font-mono text-xs leading-relaxed">
        {root.parts ? (
          root.parts.entries.map((entry) => (
            <Entry key={entry.path} entry={entry} copies={!deep} texts={texts} />
          ))
        ) : (
          <Entry entry={root} copies={false} texts={texts} />
        )}
      </ul>
    </CopyArea>
  );
}

type InterfaceTexts = ReturnType<typeof updatesTexts>["tree"];

interface EntryProps {
  entry: JsonEntry;
  /** Whether its parts can be copied. */
  copies: boolean;
  texts: InterfaceTexts;
}

function Entry({ entry, copies, texts }: EntryProps) {
  const { parts } = entry;
  if (!parts) {
    return (
      <li className="flex gap-1.5 py-px pl-4">
        <Key entry={entry} texts={texts} />
        <button
          type="button"
          data-copy={copyOf(entry.text)}
          title={texts.copyValue(entry.path)}
          className={`min-w-0 break-all rounded text-left hover:bg-line ${inkOf(entry.text)}`}
        >
          {entry.text}
        </button>
      </li>
    );
  }
  const size = parts.list ? texts.items(parts.count) : texts.fields(parts.count);
  return (
    <li className="relative py-px">
      {copies ? <CopyPart entry={entry} texts={texts} /> : null}
      <details open={entry.keys.length <= openDepth && parts.entries.length > 0}>
        <summary className="rounded pl-1 marker:text-ink-3">
          <span title={entry.path} className="text-accent-strong">
            {entry.name}
          </span>
          <span className="ml-1.5 text-ink-3">{size}</span>
        </summary>
        {parts.entries.length > 0 ? (
          <ul className="ml-2 border-line border-l">
            {parts.entries.map((each) => (
              <Entry key={each.path} entry={each} copies={copies} texts={texts} />
            ))}
          </ul>
        ) : null}
      </details>
    </li>
  );
}

/** Stands beside the line it belongs to: a button inside of a summary would be one inside of another. */
function CopyPart({ entry: { keys, path }, texts }: { entry: JsonEntry; texts: InterfaceTexts }) {
  return (
    <button
      type="button"
      data-part={JSON.stringify(keys)}
      data-name={path}
      title={texts.copyPart(path)}
      aria-label={texts.copyPart(path)}
      className="absolute top-0 right-0 z-10 grid h-5 w-6 place-items-center rounded text-ink-3 hover:bg-line hover:text-ink"
    >
      <Copy aria-hidden className="size-3" />
    </button>
  );
}

function Key({ entry: { name, path }, texts }: { entry: JsonEntry; texts: InterfaceTexts }) {
  if (name === null) return null;
  return (
    <button
      type="button"
      data-copy={path}
      title={path}
      aria-label={texts.copyPath(path)}
      className="shrink-0 rounded text-accent-strong hover:bg-line"
    >
      {name}
    </button>
  );
}

/** Large ones are not laid out in lines: the spaces would be most of it. */
function json(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length < 100_000 ? JSON.stringify(value, null, 2) : text;
}

/** A text is copied without its quotes, unless it holds what an attribute cannot: that is copied as JSON. */
function copyOf(json: string | null): string {
  if (!json?.startsWith('"') || !json.endsWith('"')) return json ?? "";
  const text = JSON.parse(json) as string;
  return shownText(text) === text ? text : json;
}

function inkOf(json: string | null): string {
  return json?.startsWith('"') ? "text-good-ink" : "text-warn-ink";
}
