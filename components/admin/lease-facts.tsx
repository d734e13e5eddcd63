import { Definition, Definitions } from "@/components/ui/definition";
import { TimeAgo } from "@/components/ui/time-ago";
import { TimeLeft } from "@/components/ui/time-left";
import type { AdminBotHealth } from "@/lib/bots/fleet-health";
import { adminTexts } from "@/lib/i18n/admin";
import type { Language } from "@/lib/i18n/language";
import { sentencesIn } from "@/lib/i18n/sentences";

type Health = Pick<AdminBotHealth, "lease" | "facts" | "canary">;

/** Who polls a bot, and with which fence. */
export function LeaseFacts({ lease, facts, language }: Omit<Health, "canary"> & { language: Language }) {
  const texts = adminTexts(language).bot;
  const { lastPollAt, pollError } = facts;
  return (
    <Definitions>
      <Definition name={texts.leaseOwner}>
        {lease.owner === null ? (
          <span className="text-ink-3">{texts.nobody}</span>
        ) : (
          `${texts.process(lease.owner)}${lease.ownerName ? `, ${lease.ownerName}` : ""}`
        )}
      </Definition>
      {lease.expiresAt ? (
        <Definition name={texts.leaseExpires}>
          <TimeLeft at={lease.expiresAt} />
        </Definition>
      ) : null}
      <Definition name={texts.fence}>{lease.fence}</Definition>
      <Definition name={texts.offset}>{lease.offset}</Definition>
      <Definition name={texts.lastPoll}>
        <TimeAgo at={lastPollAt === null ? null : new Date(lastPollAt).toISOString()} />
      </Definition>
      {pollError === null ? null : (
        <Definition name={texts.pollError}>{sentencesIn(language)(pollError)}</Definition>
      )}
    </Definitions>
  );
}

/** What the canary says of the address that webhooks come to. */
export function CanaryFacts({ canary, language }: Pick<Health, "canary"> & { language: Language }) {
  const texts = adminTexts(language).bot;
  if (!canary) return <p className="text-ink-2">{texts.noCanary}</p>;
  return (
    <Definitions>
      <Definition name={texts.canary}>
        {texts.canaryStates[canary.state]}
        {canary.reason ? `: ${sentencesIn(language)(canary.reason)}` : null}
      </Definition>
      <Definition name={texts.since}>
        <TimeAgo at={canary.since} />
      </Definition>
      <Definition name={texts.lastTry}>
        <TimeAgo at={canary.lastAt} />
      </Definition>
      {canary.lastMs === null ? null : (
        <Definition name={texts.roundTrip}>{texts.ms(canary.lastMs)}</Definition>
      )}
    </Definitions>
  );
}
