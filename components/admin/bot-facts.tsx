import { Definition, Definitions } from "@/components/ui/definition";
import { TimeAgo } from "@/components/ui/time-ago";
import { TimeLeft } from "@/components/ui/time-left";
import type { AdminBotHealth } from "@/lib/bots/fleet-health";
import { adminTexts } from "@/lib/i18n/admin";
import type { Language } from "@/lib/i18n/language";
import { numberIn } from "@/lib/i18n/plural";
import { sentencesIn } from "@/lib/i18n/sentences";

type Facts = AdminBotHealth["facts"];

interface BotFactsProps {
  bot: AdminBotHealth["bot"];
  facts: Facts;
  language: Language;
}

/** Every fact about a bot's health; under the pointer its name in the code and the log. */
export function BotFacts({ bot, facts, language }: BotFactsProps) {
  const texts = adminTexts(language).bot;
  const factNames: Record<keyof Facts, string> = texts.factNames;
  const names = Object.keys(facts) as (keyof Facts)[];
  return (
    <Definitions className="gap-x-12 lg:columns-2 [&>div]:break-inside-avoid lg:[&>div:first-child]:pt-2.5">
      <Definition name={texts.number}>{texts.numberText(bot.id, bot.telegramId)}</Definition>
      {names.map((name) => (
        <Definition key={name} name={<span title={name}>{factNames[name]}</span>}>
          <FactValue name={name} value={facts[name]} language={language} />
        </Definition>
      ))}
    </Definitions>
  );
}

/** Facts whose number is a moment, in milliseconds since the epoch. */
const moment = /(At|Update|Since)$/;

interface FactValueProps {
  name: keyof Facts;
  value: Facts[keyof Facts];
  language: Language;
}

function FactValue({ name, value, language }: FactValueProps) {
  const texts = adminTexts(language).bot;
  if (value === null || value === "") return <span className="text-ink-3">{texts.none}</span>;
  if (typeof value === "boolean") return value ? texts.yes : texts.no;
  if (typeof value === "string") return sentencesIn(language)(value);
  if (!moment.test(name)) return numberIn(language)(value);
  const at = new Date(value).toISOString();
  return future.has(name) ? <TimeLeft at={at} /> : <TimeAgo at={at} />;
}

/** Moments to come. */
const future = new Set<keyof Facts>(["leaseExpiresAt", "nextRecoveryAt"]);
