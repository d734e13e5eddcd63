"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { useEffect, useState } from "react";
import { cn } from "@/components/ui/cn";
import { useLanguage } from "@/components/ui/language";
import { shellTexts } from "@/lib/i18n/shell";
import { applyTheme, onThemeChange, type Theme, themes } from "./theme";

const icons = { system: Monitor, light: Sun, dark: Moon };

/** Three buttons for the colours of the page. The choice holds for this browser. */
export function ThemeChoice({ initial }: { initial: Theme }) {
  const { colours } = shellTexts(useLanguage());
  const [theme, setTheme] = useState(initial);
  useEffect(() => onThemeChange(setTheme), []);
  return (
    <fieldset className="flex items-center gap-0.5 rounded-full border border-line p-0.5">
      <legend className="sr-only">{colours.legend}</legend>
      {themes.map((name) => {
        const Icon = icons[name];
        return (
          <button
            key={name}
            type="button"
            aria-label={colours[name]}
            aria-pressed={theme === name}
            title={colours[name]}
            onClick={() => applyTheme(name)}
            className={cn(
              "grid size-6.5 place-items-center rounded-full text-ink-3 transition-colors hover:text-ink",
              theme === name && "bg-sunken text-ink",
            )}
          >
            <Icon aria-hidden className="size-3.5" />
          </button>
        );
      })}
    </fieldset>
  );
}
