import { cn } from "@/components/ui/cn";
import { Link } from "@/components/ui/link";
import type { BotState } from "@/lib/bots/bot-filter";
import { botTexts } from "@/lib/i18n/bot";
import { botsTexts } from "@/lib/i18n/bots";
import type { Language } from "@/lib/i18n/language";
import { verdictDots } from "./verdict-texts";

interface StateLinksProps {
  total: number;
  /** The states to choose from, each with its number and address. */
  states: readonly { state: BotState; count: number; href: string }[];
  chosen: BotState | undefined;
  allHref: string;
  language: Language;
}

/** How many bots stand how; each number leads to those bots. */
export function StateLinks({ total, states, chosen, allHref, language }: StateLinksProps) {
  const texts = botsTexts(language);
  const { verdicts, paused } = botTexts(language);
  const number = new Intl.NumberFormat(language);
  return (
    <nav aria-label={texts.state} className="mb-4 flex flex-wrap gap-1.5">
      <StateLink
        href={allHref}
        current={chosen === undefined}
        name={texts.all}
        count={number.format(total)}
      />
      {states.map(({ state, count, href }) => (
        <StateLink
          key={state}
          href={href}
          current={chosen === state}
          name={state === "paused" ? paused : verdicts[state]}
          count={number.format(count)}
          dot={state === "paused" ? "bg-line-strong" : verdictDots[state]}
        />
      ))}
    </nav>
  );
}

interface StateLinkProps {
  href: string;
  current: boolean;
  name: string;
  count: string;
  dot?: string;
}

function StateLink({ href, current, name, count, dot }: StateLinkProps) {
  return (
    <Link
      href={href}
      scroll={false}
      aria-current={current ? "true" : undefined}
      className={cn(
        "inline-flex h-8 items-center gap-2 rounded-full border border-line bg-surface px-3 text-[0.8125rem] text-ink-2 transition-colors hover:border-line-strong hover:text-ink",
        current && "border-ink text-ink",
      )}
    >
      {dot ? <span aria-hidden className={cn("size-2 rounded-full", dot)} /> : null}
      {name}
      <span className="font-medium text-ink" data-numeric>
        {count}
      </span>
    </Link>
  );
}
