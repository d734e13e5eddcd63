import { Link } from "@/components/ui/link";
import { TimeAgo } from "@/components/ui/time-ago";
import type { AuditView } from "@/lib/accounts/list-audit";
import type { AuditAction } from "@/lib/core/audit-actions";
import { adminTexts } from "@/lib/i18n/admin";
import { auditTexts } from "@/lib/i18n/audit";
import type { Language } from "@/lib/i18n/language";

/** Who did what, the newest first. */
export function AuditTable({ entries, language }: { entries: readonly AuditView[]; language: Language }) {
  const texts = adminTexts(language).audit;
  const { columns } = texts;
  const actions = auditTexts(language).actions;
  return (
    <table className="w-full table-fixed text-left text-[0.8125rem] max-md:block">
      <thead className="border-line border-b text-ink-3 text-xs max-md:sr-only">
        <tr className="[&>th]:px-3 [&>th]:py-2.5 [&>th]:font-medium [&>th]:first:pl-5 [&>th]:last:pr-5">
          <th scope="col" className="w-28">
            {columns.time}
          </th>
          <th scope="col" className="w-40">
            {columns.person}
          </th>
          <th scope="col">{columns.action}</th>
          <th scope="col" className="w-28 lg:w-40">
            {columns.bot}
          </th>
          <th scope="col" className="w-44 lg:w-64">
            {columns.detail}
          </th>
        </tr>
      </thead>
      <tbody className="divide-y divide-line max-md:block">
        {entries.map((entry) => (
          <tr
            key={entry.id}
            className="max-md:grid max-md:grid-cols-[minmax(0,1fr)_auto] max-md:gap-x-3 max-md:gap-y-0.5 max-md:px-4 max-md:py-3 md:align-top md:[&>td]:px-3 md:[&>td]:py-2.5 md:[&>td]:first:pl-5 md:[&>td]:last:pr-5"
          >
            <td className="whitespace-nowrap text-ink-3 max-md:col-start-2 max-md:row-start-1">
              <TimeAgo at={entry.at} />
            </td>
            <td className="truncate text-ink-2 max-md:row-start-2" title={entry.email ?? undefined}>
              {entry.email ?? (entry.userId === null ? texts.nobody : texts.gone(entry.userId))}
            </td>
            <td className="max-md:col-start-1 max-md:row-start-1">
              <Link
                href={`/admin/audit?action=${entry.action}`}
                title={entry.action}
                className="font-medium hover:underline"
              >
                {/* Another version may have written what this one has no words for. */}
                {actions[entry.action as AuditAction] ?? entry.action}
              </Link>
            </td>
            <td className="truncate max-md:col-span-2 max-md:empty:hidden">
              {entry.botId === null ? null : entry.username === null ? (
                <span className="text-ink-3">{entry.botId}</span>
              ) : (
                <Link href={`/admin/bots/${entry.botId}`} className="hover:underline">
                  @{entry.username}
                </Link>
              )}
            </td>
            <td className="text-ink-2 max-md:col-span-2 max-md:empty:hidden">{entry.facts.join(" · ")}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
