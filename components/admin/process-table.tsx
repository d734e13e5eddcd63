import { CircleCheck, CirclePause, CircleX, Cpu, PanelsTopLeft, Server } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { TimeAgo } from "@/components/ui/time-ago";
import type { ProcessView } from "@/lib/bots/fleet-processes";
import { adminTexts } from "@/lib/i18n/admin";
import type { Language } from "@/lib/i18n/language";
import { numberIn } from "@/lib/i18n/plural";

const looks = {
  alive: { tone: "good", icon: CircleCheck },
  hung: { tone: "warn", icon: CirclePause },
  dead: { tone: "bad", icon: CircleX },
} as const;

const icons = { web: Server, pages: PanelsTopLeft, sidecar: Cpu };

/** Every process of the last day, and whether it lives. */
export function ProcessTable({
  processes,
  language,
}: {
  processes: readonly ProcessView[];
  language: Language;
}) {
  const { columns } = adminTexts(language).processes;
  const head = "px-3 py-2.5 font-medium first:pl-5 last:pr-5";
  return (
    <table className="w-full text-left max-md:block">
      <thead className="border-line border-b text-ink-3 text-xs max-md:sr-only">
        <tr>
          <th scope="col" className={head}>
            {columns.process}
          </th>
          <th scope="col" className={head}>
            {columns.state}
          </th>
          {[columns.leases, columns.inFlight, columns.memory].map((name) => (
            <th key={name} scope="col" className={`${head} text-right`}>
              {name}
            </th>
          ))}
          <th scope="col" className={`${head} max-lg:hidden`}>
            {columns.version}
          </th>
          <th scope="col" className={`${head} max-lg:hidden`}>
            {columns.started}
          </th>
          <th scope="col" className={head}>
            {columns.seen}
          </th>
        </tr>
      </thead>
      <tbody className="divide-y divide-line max-md:block">
        {processes.map((process) => (
          <ProcessRow key={process.id} process={process} language={language} />
        ))}
      </tbody>
    </table>
  );
}

function ProcessRow({ process, language }: { process: ProcessView; language: Language }) {
  const { processes: texts } = adminTexts(language);
  const number = numberIn(language);
  const { tone, icon: StateIcon } = looks[process.state];
  const Icon = icons[process.kind];
  const dead = process.state === "dead";
  return (
    <tr className="text-[0.8125rem] max-md:flex max-md:flex-wrap max-md:items-center max-md:gap-x-4 max-md:gap-y-1.5 max-md:px-4 max-md:py-3.5 md:[&>td]:px-3 md:[&>td]:py-3 md:[&>td]:first:pl-5 md:[&>td]:last:pr-5">
      <td className="max-md:w-full">
        <span className="flex items-center gap-3">
          <Icon aria-hidden className="size-4 shrink-0 text-ink-3" />
          <span className="min-w-0">
            <span className="block font-medium">
              {texts.kinds[process.kind]} {process.id}
              {process.leads ? <span className="ml-2 font-normal text-accent">{texts.leads}</span> : null}
            </span>
            <span className="block truncate text-ink-3 text-xs">{texts.at(process.host, process.pid)}</span>
          </span>
        </span>
      </td>
      <td>
        <Badge tone={tone}>
          <StateIcon aria-hidden />
          {texts.states[process.state]}
        </Badge>
      </td>
      <Amount name={texts.columns.leases}>{process.kind === "sidecar" ? number(process.leases) : "–"}</Amount>
      <Amount name={texts.columns.inFlight}>
        {process.facts && !dead && process.kind !== "pages" ? number(process.facts.inFlight) : "–"}
      </Amount>
      <Amount name={texts.columns.memory}>
        {process.facts && !dead ? texts.mb(process.facts.rssMb) : "–"}
      </Amount>
      <td className="text-ink-2 max-lg:hidden">{process.version}</td>
      <td className="whitespace-nowrap text-ink-2 max-lg:hidden">
        <TimeAgo at={process.startedAt} />
      </td>
      <td className="whitespace-nowrap text-ink-2">
        <span className="text-ink-3 md:hidden">{texts.columns.seen} </span>
        <TimeAgo at={process.seenAt} />
      </td>
    </tr>
  );
}

/** A number with its name, which on small screens no column's head tells. */
function Amount({ name, children }: { name: string; children: string }) {
  return (
    <td className="whitespace-nowrap text-ink-2 md:text-right" data-numeric>
      <span className="text-ink-3 md:hidden">{name} </span>
      {children}
    </td>
  );
}
