import { Badge } from "@/components/ui/badge";
import { TimeAgo } from "@/components/ui/time-ago";
import type { PersonView } from "@/lib/accounts/list-people";
import { adminTexts } from "@/lib/i18n/admin";
import type { Language } from "@/lib/i18n/language";
import { numberIn } from "@/lib/i18n/plural";
import { type PersonActions, PersonActs } from "./person-acts";

interface PeopleTableProps {
  people: readonly PersonView[];
  /** Who is looking. */
  me: number;
  acts: PersonActions;
  language: Language;
}

/** People with an account, and what can be done about each. */
export function PeopleTable({ people, me, acts, language }: PeopleTableProps) {
  const texts = adminTexts(language).users;
  const number = numberIn(language);
  return (
    <table className="w-full text-left">
      <thead className="border-line border-b">
        <tr className="font-medium text-ink-3 text-xs [&>th]:px-3 [&>th]:py-2.5 [&>th]:font-medium [&>th]:first:pl-5 [&>th]:last:pr-5">
          <th scope="col">{texts.email}</th>
          <th scope="col">{texts.role}</th>
          <th scope="col" className="text-right max-sm:hidden">
            {texts.bots}
          </th>
          <th scope="col" className="max-sm:hidden">
            {texts.since}
          </th>
          <th scope="col">
            <span className="sr-only">{texts.acts}</span>
          </th>
        </tr>
      </thead>
      <tbody className="divide-y divide-line">
        {people.map((person) => (
          <tr key={person.id} className="[&>td]:px-3 [&>td]:py-2.5 [&>td]:first:pl-5 [&>td]:last:pr-5">
            <td className="w-full max-w-0">
              <span className="block font-medium sm:truncate" title={person.email}>
                {person.email}
              </span>
              {person.id === me ? <span className="text-ink-3 text-xs">{texts.you}</span> : null}
            </td>
            <td className="w-px whitespace-nowrap">
              <span className="flex flex-wrap gap-1.5">
                <Badge tone={person.role === "admin" ? "accent" : "neutral"}>
                  {texts.roles[person.role]}
                </Badge>
                {person.disabled ? <Badge tone="bad">{texts.disabled}</Badge> : null}
                {person.twoFactor ? <Badge tone="good">{texts.twoFactor}</Badge> : null}
              </span>
            </td>
            <td className="w-px text-right max-sm:hidden" data-numeric>
              {number(person.bots)}
            </td>
            <td className="w-40 whitespace-nowrap text-ink-2 max-sm:hidden">
              <TimeAgo at={person.createdAt} />
            </td>
            <td className="w-px">{person.id === me ? null : <PersonActs person={person} acts={acts} />}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
