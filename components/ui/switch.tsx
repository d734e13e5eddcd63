"use client";

import type { ComponentProps } from "react";
import { cn } from "./cn";

type SwitchProps = Omit<ComponentProps<"button">, "onChange" | "type" | "value"> & {
  checked: boolean;
  onCheckedChange: (checked: boolean) => void;
};

/** On or off, effective at once. */
export function Switch({ checked, onCheckedChange, className, ...rest }: SwitchProps) {
  return (
    <button
      type="button"
      role="switch"
      aria-checked={checked}
      onClick={() => onCheckedChange(!checked)}
      className={cn(
        "group relative inline-flex h-5 w-9 shrink-0 items-center rounded-full border border-transparent bg-ink-3 transition-colors aria-checked:bg-accent disabled:cursor-not-allowed disabled:opacity-50",
        className,
      )}
      {...rest}
    >
      <span className="block size-4 translate-x-px rounded-full bg-white shadow-sm transition-transform group-aria-checked:translate-x-[17px]" />
    </button>
  );
}
