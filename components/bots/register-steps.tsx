import { Check } from "lucide-react";
import { cn } from "@/components/ui/cn";

interface RegisterStepsProps {
  label: string;
  names: readonly string[];
  /** From 0. */
  current: number;
}

/** How far a registration has come. */
export function RegisterSteps({ label, names, current }: RegisterStepsProps) {
  return (
    <ol aria-label={label} className="mb-6 flex items-center gap-2 text-[0.8125rem] sm:gap-3">
      {names.map((name, index) => (
        <li
          key={name}
          aria-current={index === current ? "step" : undefined}
          className={cn(
            "flex min-w-0 items-center gap-2 text-ink-3 not-last:flex-1 not-last:after:h-px not-last:after:min-w-2 not-last:after:flex-1 not-last:after:bg-line-strong not-last:after:content-['']",
            index === current && "font-medium text-ink",
          )}
        >
          <span
            className={cn(
              "grid size-6 shrink-0 place-items-center rounded-full border border-line-strong bg-surface text-xs",
              index === current && "border-accent text-accent",
              index < current && "border-good/40 bg-good-soft text-good-ink",
            )}
          >
            {index < current ? <Check aria-hidden className="size-3.5" /> : index + 1}
          </span>
          <span className={cn("truncate", index !== current && "max-sm:sr-only")}>{name}</span>
        </li>
      ))}
    </ol>
  );
}
