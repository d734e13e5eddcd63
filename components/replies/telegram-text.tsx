import { Fragment, type ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import { type Run, readMarkup, type Style } from "./telegram-markup";

const looks: Record<Style, string> = {
  bold: "font-semibold",
  italic: "italic",
  underline: "underline underline-offset-2",
  strike: "line-through",
  spoiler: "rounded-sm bg-ink/15 text-transparent hover:text-inherit",
  code: "rounded bg-ink/8 px-1 font-mono text-[0.92em]",
  pre: "my-1 block whitespace-pre-wrap rounded bg-ink/8 p-2 font-mono text-[0.92em]",
  quote: "my-1 block border-accent border-l-2 pl-2",
};

interface TelegramTextProps {
  text: string;
  parseMode: string;
  /** What stands for {{names}} in the preview. */
  samples?: Readonly<Record<string, string>>;
}

/** A text as Telegram would show it. Built from elements, never from HTML. */
export function TelegramText({ text, parseMode, samples = {} }: TelegramTextProps) {
  const runs = readMarkup(text, parseMode);
  return (
    <span className="whitespace-pre-wrap">
      {runs.map((run, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: runs have no identity of their own
        <StyledRun key={index} run={run} samples={samples} />
      ))}
    </span>
  );
}

function StyledRun({ run, samples }: { run: Run; samples: Readonly<Record<string, string>> }) {
  const classes = cn(
    run.styles.map((style) => looks[style]),
    run.href !== undefined && "text-accent underline underline-offset-2",
  );
  return <span className={classes || undefined}>{withSamples(run.text, samples)}</span>;
}

function withSamples(text: string, samples: Readonly<Record<string, string>>): ReactNode {
  const pieces = text.split(/\{\{\s*([a-z_]+)\s*\}\}/);
  if (pieces.length === 1) return text;
  return pieces.map((piece, index) => {
    const sample = index % 2 === 1 ? (samples[piece] ?? `{{${piece}}}`) : undefined;
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no identity of their own
      <Fragment key={index}>
        {sample === undefined ? piece : <span className="rounded-sm bg-accent/15 px-0.5">{sample}</span>}
      </Fragment>
    );
  });
}
