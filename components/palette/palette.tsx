"use client";

import { Bot, CornerDownLeft, FileText, Search, Zap } from "lucide-react";
import { usePathname, useRouter } from "next/navigation";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { applyTheme } from "@/components/shell/theme";
import { cn } from "@/components/ui/cn";
import { useLanguage } from "@/components/ui/language";
import { paletteTexts } from "@/lib/i18n/palette";
import { type Act, type Command, commandsFor } from "./commands";
import { type FindBots, useFoundBots } from "./find-bots";

export interface PaletteProps {
  admin: boolean;
  findBots: FindBots;
  signOut: () => void;
  onClose: () => void;
}

const icons = { bot: FileText, bots: Bot, pages: FileText, acts: Zap };

/** Everything by its name: bots, pages, acts. A combobox with a list, in a window of its own (ARIA practices). */
export default function Palette({ admin, findBots, signOut, onClose }: PaletteProps) {
  const texts = paletteTexts(useLanguage());
  const router = useRouter();
  const path = usePathname();
  const dialog = useRef<HTMLDialogElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const { bots, failed, searching } = useFoundBots(text, findBots);
  const commands = commandsFor(text, { texts, path, admin, found: bots });
  const current = Math.min(at, commands.length - 1);

  useEffect(() => dialog.current?.showModal(), []);
  useEffect(() => {
    list.current?.querySelector(`[data-index="${current}"]`)?.scrollIntoView({ block: "nearest" });
  }, [current]);

  const run = ({ href, act }: Command) => {
    dialog.current?.close();
    if (href !== undefined) router.push(href);
    if (act !== undefined) perform(act, signOut);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && commands.length > 0) {
      event.preventDefault();
      setAt((current + step + commands.length) % commands.length);
    }
    const command = commands[current];
    // While a word is being composed, Enter belongs to the keyboard's own list.
    if (event.key === "Enter" && !event.nativeEvent.isComposing && command) {
      event.preventDefault();
      run(command);
    }
  };

  return (
    // A press beside the window closes it; Escape does the same by keyboard.
    // biome-ignore lint/a11y/useKeyWithClickEvents: see above.
    <dialog
      ref={dialog}
      aria-label={texts.title}
      onClose={onClose}
      onClick={({ target }) => {
        if (target === dialog.current) dialog.current?.close();
      }}
      className="fixed inset-x-0 top-[min(12vh,6rem)] m-auto mt-0 w-[calc(100vw-1.5rem)] max-w-xl overflow-hidden rounded-xl border border-line-strong bg-surface p-0 text-ink shadow-lifted backdrop:bg-black/40 open:animate-pop"
    >
      <div className="flex items-center gap-3 border-line border-b px-4">
        <Search aria-hidden className="size-4 shrink-0 text-ink-3" />
        <input
          role="combobox"
          aria-label={texts.field}
          aria-expanded={commands.length > 0}
          aria-controls={`${id}-list`}
          aria-activedescendant={current >= 0 ? `${id}-${current}` : undefined}
          aria-autocomplete="list"
          autoComplete="off"
          spellCheck={false}
          maxLength={100}
          placeholder={texts.field}
          value={text}
          onChange={({ target }) => {
            setText(target.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
          className="h-12 min-w-0 flex-1 bg-transparent text-base outline-none placeholder:text-ink-3 sm:text-sm"
        />
      </div>
      <div
        ref={list}
        id={`${id}-list`}
        role="listbox"
        aria-label={texts.title}
        className="max-h-[min(60vh,22rem)] min-h-24 overflow-y-auto overscroll-contain p-1.5"
      >
        {commands.map((command, index) => (
          <CommandLine
            key={command.key}
            id={`${id}-${index}`}
            index={index}
            command={command}
            heading={commands[index - 1]?.group === command.group ? undefined : texts.groups[command.group]}
            current={index === current}
            onPoint={() => setAt(index)}
            onRun={() => run(command)}
          />
        ))}
      </div>
      <p
        role="status"
        className={cn("px-4 pb-3 text-ink-3 text-xs", !(commands.length === 0 || failed) && "sr-only")}
      >
        {failed ? texts.failed : searching ? texts.searching : commands.length === 0 ? texts.nothing : null}
      </p>
      <p aria-hidden className="flex gap-4 border-line border-t px-4 py-2 text-ink-3 text-xs max-sm:hidden">
        <span>↑↓ {texts.keys.move}</span>
        <span>↵ {texts.keys.open}</span>
        <span>esc {texts.keys.close}</span>
      </p>
    </dialog>
  );
}

interface CommandLineProps {
  id: string;
  index: number;
  command: Command;
  /** The group's name, above its first line. */
  heading: string | undefined;
  current: boolean;
  onPoint: () => void;
  onRun: () => void;
}

function CommandLine({ id, index, command, heading, current, onPoint, onRun }: CommandLineProps) {
  const Icon = icons[command.group];
  return (
    <>
      {heading === undefined ? null : (
        <div role="presentation" className="px-2.5 pt-2 pb-1 font-medium text-ink-3 text-xs">
          {heading}
        </div>
      )}
      {/* The field keeps the focus and has the keys; a line is only pointed at. */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: see above. */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: see above. */}
      <div
        id={id}
        data-index={index}
        role="option"
        aria-selected={current}
        onPointerMove={current ? undefined : onPoint}
        onClick={onRun}
        className="flex cursor-pointer items-center gap-2.5 rounded-md px-2.5 py-2 text-sm aria-selected:bg-sunken"
      >
        <Icon aria-hidden className="size-4 shrink-0 text-ink-3" />
        <span className="truncate">{command.name}</span>
        {command.note ? <span className="truncate text-ink-3 text-xs">{command.note}</span> : null}
        {current ? <CornerDownLeft aria-hidden className="ml-auto size-3.5 shrink-0 text-ink-3" /> : null}
      </div>
    </>
  );
}

function perform(act: Act, signOut: () => void): void {
  if (act === "signOut") signOut();
  else applyTheme(act);
}
