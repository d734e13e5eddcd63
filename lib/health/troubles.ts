import { backlogTrouble, firstLossAt, waitingAtTelegram } from "./backlog";
import type { HealthFacts } from "./facts";
import { fallbackVerdict } from "./fallback-verdict";
import type { TroubleKind } from "./trouble-kinds";
import { doorTrouble, handlingTrouble, repliesTrouble, statusTrouble } from "./verdict";

export interface Trouble {
  kind: TroubleKind;
  /** As the verdict says it. */
  sentence: string;
}

/** From here on what waits at Telegram is near its loss. */
const nearLossMs = 12 * 3_600_000;

/** The troubles that a bot has, the worst first; none where it is well or paused. Pure. */
export function troublesOf(facts: HealthFacts, now: number): Trouble[] {
  if (facts.status === "paused") return [];
  const status = statusTrouble(facts, now);
  if (status) {
    const kind = facts.status === "unauthorized" ? "unauthorized" : "conflict";
    return [{ kind, sentence: status.sentence }];
  }
  const waiting = waitingAtTelegram(facts, now);
  const door = doorTrouble(facts, now, waiting);
  const lossAt = firstLossAt(facts);
  const backlog =
    lossAt !== null && lossAt - now < nearLossMs ? backlogTrouble(facts, now, waiting) : undefined;
  const aside = facts.chatsAside > 0 ? handlingTrouble(facts) : undefined;
  // Where there is no public address at all, polling is no trouble that somebody could end.
  const fallback = facts.webhookAvailable ? fallbackVerdict(facts, now) : undefined;
  const troubles: [TroubleKind, { sentence: string } | undefined][] = [
    ["silent", door?.status === "down" ? door : undefined],
    ["backlog", backlog],
    ["quarantine", aside],
    ["replies", repliesTrouble(facts)],
    ["fallback", fallback],
  ];
  return troubles.flatMap(([kind, trouble]) => (trouble ? [{ kind, sentence: trouble.sentence }] : []));
}
