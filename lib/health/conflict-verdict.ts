import type { Verdict } from "../bots/schemas";
import type { HealthFacts } from "./facts";
import { quoted, say, span } from "./words";

/** Another system has the bot: how it shows, whose it is where that is known, and since when. */
export function conflictVerdict(facts: HealthFacts, now: number): Verdict {
  return say("down", sentenceFor(facts, now), "take_back");
}

function sentenceFor(facts: HealthFacts, now: number): string {
  const { conflictKind, conflictSince, conflictHost, doorReason } = facts;
  const lasting = conflictSince === null ? "" : ` for ${span(now - conflictSince)}`;
  switch (conflictKind) {
    case "foreign-webhook": {
      const whose = conflictHost === null ? "" : ` (${quoted(conflictHost)})`;
      return `Another system${whose} keeps setting its own webhook and has received this bot's updates${lasting}.`;
    }
    case "webhook-vanished":
      return `Another program keeps removing this bot's webhook, and no update has come here${lasting}.`;
    case "foreign-poller":
      return `Another program polls with this bot's token and has received its updates${lasting}.`;
    case null:
      return `Another program receives this bot's updates${doorReason === null ? "" : `: ${quoted(doorReason)}`}.`;
  }
}
