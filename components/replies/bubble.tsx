import type { ReactNode } from "react";
import { TelegramText } from "./telegram-text";

interface BubbleProps {
  text: string;
  parseMode: string;
  samples?: Readonly<Record<string, string>>;
  /** What stands there while there is no text. */
  emptyText: string;
  /** Rows of button labels under the message. */
  rows?: readonly (readonly string[])[];
  /** What the person wrote before it. */
  asked?: ReactNode;
}

/** A message the way a Telegram chat shows it. */
export function Bubble({ text, parseMode, samples, rows = [], asked, emptyText }: BubbleProps) {
  return (
    <div className="grid gap-2 rounded-lg bg-sunken p-4 text-[0.8125rem]">
      {asked ? (
        <p className="max-w-[85%] justify-self-end rounded-2xl rounded-br-sm bg-accent-soft px-3 py-1.5">
          {asked}
        </p>
      ) : null}
      <div className="grid w-fit min-w-36 max-w-[92%] gap-1">
        <div className="rounded-2xl rounded-bl-sm border border-line bg-surface px-3 py-2">
          {text.trim() === "" ? (
            <span className="text-ink-3">{emptyText}</span>
          ) : (
            <TelegramText text={text} parseMode={parseMode} {...(samples ? { samples } : {})} />
          )}
        </div>
        {rows.map((row, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the rows of a preview have no identity
          <div key={index} className="flex gap-1">
            {row.map((label, place) => (
              <span
                // biome-ignore lint/suspicious/noArrayIndexKey: two buttons may have the same label
                key={place}
                className="min-w-0 flex-1 truncate rounded-lg border border-line bg-surface px-2 py-1.5 text-center font-medium text-accent text-xs"
              >
                {label || "…"}
              </span>
            ))}
          </div>
        ))}
      </div>
    </div>
  );
}
