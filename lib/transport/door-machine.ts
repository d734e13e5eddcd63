/**
 * The state machine of a bot's door: facts in, the next step and its reason out. Pure; all times are
 * milliseconds since the epoch by the database's clock.
 */

export type ConflictKind = "foreign-webhook" | "webhook-vanished" | "foreign-poller";

/** What the canary, or Telegram through many bots, says of the public address. */
export interface Address {
  /**
   * well: requests come through. dead: they do not, and Hookline itself is up. unknown: not tried yet, or
   * Hookline or its database is down itself, which is no reason to leave the webhook.
   */
  state: "well" | "dead" | "unknown";
  /** e.g. "connection refused"; empty where it is well. */
  reason: string;
  /** Since when the state is what it is. */
  since: number;
  /** Dead, and Telegram says so as well: every bot leaves the webhook, also those with nothing waiting. */
  agreed: boolean;
}

export interface DoorFacts {
  status: "active" | "paused" | "unauthorized" | "conflict";
  mode: "webhook" | "polling";
  activeDoor: "webhook" | "polling" | "none";
  /** A switch is under way in some process. */
  switching: boolean;
  /** Both the deployment and the tenant allow automatic failover. */
  mayFallBack: boolean;
  /** The address this bot's webhook should have; undefined where the deployment has none. */
  expectedUrl: string | undefined;
  /** The address we set last. */
  setUrl: string | null;
  webhookSetAt: number | null;
  lastWebhookUpdate: number | null;
  /** What getWebhookInfo said when it was asked last; null when never. */
  info: {
    url: string;
    pending: number;
    previousPending: number | null;
    lastErrorAt: number | null;
    lastErrorMessage: string | null;
  } | null;
  failingSince: number | null;
  fallbackSince: number | null;
  nextRecoveryAt: number | null;
  tookBackAt: number | null;
  /** How polls fail at the moment, if they do. */
  poll: { failure: string; since: number } | null;
}

export interface Timings {
  graceMs: number;
  /** A webhook opened again is on probation so long: its first failure ends it without grace. */
  probationMs: number;
  /** How long a conflict of polls must last: a hand-over between sidecars looks the same for a moment. */
  pollConflictMs: number;
  /** Within this time there is only one automatic take-back. */
  takeBackPauseMs: number;
}

export type Step =
  | { do: "rest"; why: string }
  /** Move to the door, for a reason that is no failure. */
  | { do: "move"; to: "webhook" | "polling"; reason: string }
  | { do: "note-failing"; reason: string }
  | { do: "clear-failing" }
  /** The webhook that was opened again has stood the test: the fallback is history. */
  | { do: "end-fallback" }
  | { do: "fall-back"; reason: string }
  | { do: "hand-back"; reason: string }
  /** Set things right again at Telegram, once. */
  | { do: "take-back"; reason: string }
  | { do: "report-conflict"; kind: ConflictKind; url: string | null; reason: string };

const rest = (why: string): Step => ({ do: "rest", why });

/** The next step for a bot. Always one, if only to rest for a stated reason. */
export function nextStep(facts: DoorFacts, address: Address, timings: Timings, now: number): Step {
  if (facts.switching) return rest("A switch is under way.");
  if (facts.status !== "active") return rest(`The bot is ${facts.status}.`);
  if (facts.activeDoor === "none") {
    return { do: "move", to: wanted(facts), reason: "The bot stood at no door." };
  }
  return facts.activeDoor === "webhook"
    ? atWebhook(facts, address, timings, now)
    : atPolling(facts, address, timings, now);
}

const wanted = (facts: DoorFacts): "webhook" | "polling" =>
  facts.mode === "webhook" && facts.expectedUrl !== undefined ? "webhook" : "polling";

function atWebhook(facts: DoorFacts, address: Address, timings: Timings, now: number): Step {
  if (wanted(facts) === "polling") {
    const reason =
      facts.mode === "polling"
        ? "The owner chose polling."
        : "The deployment no longer has a public address.";
    return { do: "move", to: "polling", reason };
  }
  if (facts.setUrl !== facts.expectedUrl) {
    return { do: "move", to: "webhook", reason: "The deployment's public address has changed." };
  }
  const { info } = facts;
  if (!info) return rest("Telegram has not been asked yet.");
  if (info.url !== facts.expectedUrl) return foreignWebhook(facts, info.url, timings, now);

  const failure = webhookFailure(facts, address);
  if (address.state === "dead" && address.agreed && facts.mayFallBack) {
    return { do: "fall-back", reason: `The public address cannot be reached: ${address.reason}.` };
  }
  const onProbation =
    facts.fallbackSince !== null &&
    facts.webhookSetAt !== null &&
    now - facts.webhookSetAt < timings.probationMs;
  if (failure === undefined) {
    if (facts.failingSince !== null) return { do: "clear-failing" };
    return facts.fallbackSince === null || onProbation ? rest("The webhook works.") : { do: "end-fallback" };
  }
  if (wrongSecret(info.lastErrorMessage) && mayTakeBack(facts, timings, now)) {
    return { do: "take-back", reason: "Our own door refused the webhook's secret; it is set anew." };
  }
  if (!facts.mayFallBack) {
    return facts.failingSince === null
      ? { do: "note-failing", reason: failure }
      : rest("The webhook fails, and fallback is switched off.");
  }
  if (onProbation) return { do: "fall-back", reason: failure };
  if (facts.failingSince === null) return { do: "note-failing", reason: failure };
  if (now - facts.failingSince < timings.graceMs)
    return rest("The webhook fails; it has a moment to recover.");
  return { do: "fall-back", reason: failure };
}

function atPolling(facts: DoorFacts, address: Address, timings: Timings, now: number): Step {
  if (facts.poll) {
    const step = pollConflict(facts, facts.poll, timings, now);
    if (step) return step;
  }
  if (wanted(facts) === "polling") return rest("The bot is polled, as it should be.");
  if (address.state === "dead")
    return rest(`The webhook waits: the public address is dead (${address.reason}).`);
  if (facts.fallbackSince === null) {
    return { do: "hand-back", reason: "The deployment has a public address now." };
  }
  if (address.state !== "well")
    return rest("The webhook waits until the public address is known to be well.");
  // The address itself was dead when the bot fell back and is well again: nothing else needs to be waited for.
  const mended = address.since > facts.fallbackSince;
  if (!mended && facts.nextRecoveryAt !== null && now < facts.nextRecoveryAt) {
    return rest("The webhook is tried again later.");
  }
  return {
    do: "hand-back",
    reason: mended ? "The public address can be reached again." : "The webhook is tried again.",
  };
}

/**
 * Why the webhook counts as failing, in Telegram's own words where it has any; undefined where it works.
 * A last error alone says nothing: Telegram keeps it after a success. It counts when it is newer than the
 * last success and something waits, or when ever more waits while nothing arrives.
 */
export function webhookFailure(facts: DoorFacts, address: Address): string | undefined {
  const { info } = facts;
  if (!info || info.pending === 0) return undefined;
  const lastSuccess = Math.max(facts.lastWebhookUpdate ?? 0, facts.webhookSetAt ?? 0);
  // Telegram counts whole seconds: an error of the second of the last success came before or after it.
  const failed = info.lastErrorAt !== null && info.lastErrorAt + 999 > lastSuccess;
  if (failed) {
    return ourOwnFault(info.lastErrorMessage, address)
      ? undefined
      : `Telegram says: ${info.lastErrorMessage ?? "the webhook failed"}`;
  }
  const before = info.previousPending ?? 0;
  // Once it fails, a count that merely stays is no success.
  const waits = before > 0 && (facts.failingSince === null ? info.pending > before : info.pending >= before);
  if (waits && address.state !== "unknown" && nothingArrives(facts, address)) {
    return `${info.pending} updates wait at Telegram and none arrives.`;
  }
  return undefined;
}

/** A busy bot's count grows for a moment as well: it has to be silent since its failure or the address's. */
function nothingArrives({ lastWebhookUpdate, failingSince }: DoorFacts, address: Address): boolean {
  if (lastWebhookUpdate === null) return true;
  return (
    (failingSince !== null && lastWebhookUpdate < failingSince) ||
    (address.state === "dead" && lastWebhookUpdate < address.since)
  );
}

/** A 503 or 429 is Hookline's own answer while it or its database is down or overloaded. */
function ourOwnFault(message: string | null, address: Address): boolean {
  return address.state !== "dead" && /\b(503|429)\b/.test(message ?? "");
}

const wrongSecret = (message: string | null): boolean => /\b401\b/.test(message ?? "");

const mayTakeBack = (facts: DoorFacts, timings: Timings, now: number): boolean =>
  facts.tookBackAt === null || now - facts.tookBackAt > timings.takeBackPauseMs;

function foreignWebhook(facts: DoorFacts, url: string, timings: Timings, now: number): Step {
  const vanished = url === "";
  if (mayTakeBack(facts, timings, now)) {
    const what = vanished
      ? "The webhook had vanished at Telegram"
      : `Another system had set its webhook (${hostOf(url)})`;
    return { do: "take-back", reason: `${what}; it was taken back once.` };
  }
  return vanished
    ? {
        do: "report-conflict",
        kind: "webhook-vanished",
        url: null,
        reason: "Another program keeps removing this bot's webhook.",
      }
    : {
        do: "report-conflict",
        kind: "foreign-webhook",
        url,
        reason: `Another system keeps setting its own webhook (${hostOf(url)}).`,
      };
}

function pollConflict(
  facts: DoorFacts,
  poll: { failure: string; since: number },
  timings: Timings,
  now: number,
): Step | undefined {
  const lasts = now - poll.since >= timings.pollConflictMs;
  if (poll.failure === "other-poller") {
    if (!lasts) return rest("Another program polls this bot; it may be a hand-over.");
    return {
      do: "report-conflict",
      kind: "foreign-poller",
      url: null,
      reason: "Another program polls with this bot's token.",
    };
  }
  if (poll.failure !== "webhook-set") return undefined;
  if (!facts.info) return rest("A webhook stands in the way; Telegram is asked whose it is.");
  const { url } = facts.info;
  if (url === "") return undefined;
  if (url === facts.expectedUrl || mayTakeBack(facts, timings, now)) {
    const whose =
      url === facts.expectedUrl ? "An old webhook of ours" : `A webhook of another system (${hostOf(url)})`;
    return { do: "take-back", reason: `${whose} stood in the way of polling and was removed.` };
  }
  return {
    do: "report-conflict",
    kind: "foreign-webhook",
    url,
    reason: `Another system keeps setting its own webhook (${hostOf(url)}).`,
  };
}

/** Only the host is shown: a foreign address may hold a secret in its path. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : "an address that cannot be read";
}

/** When the webhook is tried again after the n-th failure in a row. */
export function recoveryPauseMs(tries: number, firstMs: number, maxMs: number): number {
  return Math.min(maxMs, firstMs * 2 ** Math.min(tries, 30));
}
