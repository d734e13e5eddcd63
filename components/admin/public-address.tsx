import { Notice } from "@/components/ui/notice";
import { TimeAgo } from "@/components/ui/time-ago";
import type { ProcessesView } from "@/lib/bots/fleet-processes";
import { adminTexts } from "@/lib/i18n/admin";
import type { Language } from "@/lib/i18n/language";

interface PublicAddressProps {
  canary: NonNullable<ProcessesView["canary"]>;
  language: Language;
}

/** What the canary says: a signed update sent through the public address every few seconds. */
export function PublicAddress({ canary, language }: PublicAddressProps) {
  const { state, reason, since, lastAt, lastMs } = canary;
  const { processes: texts, bot } = adminTexts(language);
  return (
    <Notice
      tone={state === "dead" ? "bad" : state === "well" ? "good" : "info"}
      title={`${texts.address[state]}${reason === "" ? "" : `: ${reason}`}`}
    >
      {texts.since} <TimeAgo at={since} />
      {lastMs === null ? null : (
        <>
          {" "}
          · {texts.lastRoundTrip} <span className="tabular-nums">{bot.ms(lastMs)}</span>
        </>
      )}{" "}
      · {texts.tried} <TimeAgo at={lastAt} />
    </Notice>
  );
}
