import { Filled } from "@/components/ui/filled";
import { Link } from "@/components/ui/link";
import { TimeAgo } from "@/components/ui/time-ago";
import type { Language } from "@/lib/i18n/language";
import { numberIn } from "@/lib/i18n/plural";
import { updatesTexts } from "@/lib/i18n/updates";

interface SearchedNoteProps {
  searched: { updates: number; backTo: string | null };
  /** Where older ones are looked through; undefined where there are none. */
  older: string | undefined;
  language: Language;
}

/** How far a search came: it looks through so many updates at a time and says so. */
export function SearchedNote({ searched: { updates, backTo }, older, language }: SearchedNoteProps) {
  const texts = updatesTexts(language).searched;
  const count = numberIn(language)(updates);
  return (
    <p className="mt-3 text-ink-3 text-xs" data-numeric>
      {older === undefined ? (
        texts.all(count)
      ) : (
        <Filled text={texts.back(count)} places={{ time: <TimeAgo at={backTo} /> }} />
      )}{" "}
      {older === undefined ? null : (
        <Link href={older} scroll={false} className="rounded text-accent underline underline-offset-2">
          {texts.older}
        </Link>
      )}
    </p>
  );
}
