import { ArrowDown, ArrowUp } from "lucide-react";
import { DoorBadge } from "@/components/bots/door-badge";
import { VerdictBadge } from "@/components/bots/verdict-badge";
import { Link } from "@/components/ui/link";
import { TimeAgo } from "@/components/ui/time-ago";
import type { FleetBot } from "@/lib/bots/fleet";
import { adminTexts } from "@/lib/i18n/admin";
import type { Language } from "@/lib/i18n/language";
import { numberIn } from "@/lib/i18n/plural";
import { sentencesIn } from "@/lib/i18n/sentences";

interface Column {
  name: keyof ReturnType<typeof adminTexts>["fleet"]["columns"];
  /** How the list is sorted by it; undefined where it cannot be. */
  sort?: string;
  className?: string;
}

const columns: readonly Column[] = [
  { name: "choose", className: "w-px" },
  { name: "bot", sort: "username" },
  { name: "owner", sort: "owner", className: "max-lg:hidden" },
  { name: "door", sort: "door" },
  { name: "lastUpdate", sort: "lastUpdate" },
  { name: "pending", sort: "pending", className: "text-right max-lg:hidden" },
  { name: "health", sort: "health", className: "w-36" },
];

interface FleetTableProps {
  bots: readonly FleetBot[];
  sort: string;
  direction: "asc" | "desc";
  /** The address that sorts by each column, the other way round where it is the present one. */
  sortHref: Readonly<Record<string, string>>;
  language: Language;
}

/** Every bot of the portal, a page at a time. */
export function FleetTable({ bots, sort, direction, sortHref, language }: FleetTableProps) {
  const texts = adminTexts(language).fleet;
  const number = numberIn(language);
  const say = sentencesIn(language);
  return (
    <table className="w-full text-left max-md:block">
      <thead className="border-line border-b max-md:sr-only">
        <tr>
          {columns.map((column) => (
            <th
              key={column.name}
              scope="col"
              aria-sort={
                column.sort === sort ? (direction === "asc" ? "ascending" : "descending") : undefined
              }
              className={`px-3 py-2.5 font-medium text-ink-3 text-xs first:pl-5 last:pr-5 ${column.className ?? ""}`}
            >
              <ColumnHead
                name={texts.columns[column.name]}
                hidden={column.name === "choose"}
                current={column.sort === sort}
                direction={direction}
                href={sortHref[column.sort ?? ""]}
              />
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="divide-y divide-line max-md:block">
        {bots.map((bot) => (
          <tr
            key={bot.id}
            className="relative transition-colors hover:bg-sunken/60 max-md:grid max-md:grid-cols-[auto_minmax(0,1fr)_auto] max-md:gap-x-3 max-md:gap-y-2 max-md:px-4 max-md:py-3.5 md:[&>td]:px-3 md:[&>td]:py-3 md:[&>td]:first:pl-5 md:[&>td]:last:pr-5"
          >
            <td className="max-md:row-span-2 max-md:self-center">
              <input
                type="checkbox"
                name="bot"
                value={bot.id}
                aria-label={texts.choose(bot.username)}
                className="relative z-10 block size-4 accent-accent"
              />
            </td>
            <td className="min-w-0 md:max-w-64">
              <Link
                href={`/admin/bots/${bot.id}`}
                className="block truncate font-medium after:absolute after:inset-0 after:content-['']"
              >
                {bot.name}
              </Link>
              <span className="block truncate text-ink-3 text-xs">@{bot.username}</span>
            </td>
            <td
              className="truncate text-[0.8125rem] text-ink-2 max-lg:hidden lg:max-w-48"
              title={bot.ownerEmail}
            >
              {bot.ownerEmail}
            </td>
            <td className="max-md:col-start-2 max-md:row-start-2">
              <DoorBadge bot={bot} language={language} />
            </td>
            <td className="whitespace-nowrap text-[0.8125rem] text-ink-2 max-md:col-start-3 max-md:row-start-2 max-md:self-center max-md:text-right">
              <TimeAgo at={bot.lastUpdateAt} className="relative z-10" />
            </td>
            <td
              className="whitespace-nowrap text-right text-[0.8125rem] text-ink-2 max-lg:hidden"
              data-numeric
            >
              {bot.webhook.pendingCount === null ? "–" : number(bot.webhook.pendingCount)}
            </td>
            <td className="text-[0.8125rem] text-ink-2 max-md:col-start-3 max-md:row-start-1">
              <span className="relative z-10" title={say(bot.health.sentence)}>
                <VerdictBadge bot={bot} language={language} />
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface ColumnHeadProps {
  name: string;
  hidden: boolean;
  /** Whether the list is sorted by it. */
  current: boolean;
  direction: "asc" | "desc";
  href: string | undefined;
}

function ColumnHead({ name, hidden, current, direction, href }: ColumnHeadProps) {
  if (hidden) return <span className="sr-only">{name}</span>;
  if (href === undefined) return name;
  const Arrow = direction === "asc" ? ArrowUp : ArrowDown;
  return (
    <Link href={href} scroll={false} className="inline-flex items-center gap-1 rounded hover:text-ink">
      {name}
      {current ? <Arrow aria-hidden className="size-3" /> : null}
    </Link>
  );
}
