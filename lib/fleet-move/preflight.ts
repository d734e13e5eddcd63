import { migrationTexts } from "../i18n/fleet-move";
import type { Language } from "../i18n/language";
import type { Phase } from "./phase";

/** What is looked at before bots are moved. Times are milliseconds since the epoch. */
export interface PreflightFacts {
  phase: Phase;
  /** The address Telegram posts to; undefined where the deployment has none. */
  webhookBase: string | undefined;
  /** Whether Telegram's own servers are used, which take https alone. */
  ownApiServer: boolean;
  canary:
    | { state: "well" | "dead" | "unknown"; reason: string; lastAt: number; lastMs: number | null }
    | undefined;
  /** How old the canary's last word may be. */
  canaryStaleMs: number;
  webs: number;
  sidecars: number;
  candidates: number;
  /** Bots left out because their owners chose polling by hand. */
  chosenPollers: number;
}

type Findings = ReturnType<typeof migrationTexts>["findings"];

export interface Check {
  name: "address" | "tls" | "canary" | "processes" | "candidates";
  state: "ok" | "failed";
  /** What was found, put into words where somebody reads it. */
  finding: keyof Findings;
  facts: {
    base: string;
    ms: number;
    texts: string;
    webs: number;
    sidecars: number;
    candidates: number;
    chosen: number;
  };
}

/** The finding as a sentence that says what to do where a check failed. */
export function sayFinding({ finding, facts }: Check, language: Language): string {
  return migrationTexts(language).findings[finding](facts);
}

type Found = [state: Check["state"], finding: Check["finding"]];

/** The checks before a run, in the order in which they make sense. All must be ok. */
export function preflight(facts: PreflightFacts, now: number): Check[] {
  const shown = {
    base: facts.webhookBase ?? "",
    ms: facts.canary?.lastMs ?? 0,
    texts: facts.canary?.reason ?? "",
    webs: facts.webs,
    sidecars: facts.sidecars,
    candidates: facts.candidates,
    chosen: facts.chosenPollers,
  };
  const found: Record<Check["name"], Found> = {
    address: facts.webhookBase === undefined ? ["failed", "no-address"] : ["ok", "address"],
    tls: findTls(facts, now),
    canary: findCanary(facts, now),
    processes: findProcesses(facts),
    candidates: findCandidates(facts),
  };
  return (Object.keys(found) as Check["name"][]).map((name) => {
    const [state, finding] = found[name];
    return { name, state, finding, facts: shown };
  });
}

function findTls(facts: PreflightFacts, now: number): Found {
  const { webhookBase, ownApiServer, canary } = facts;
  if (webhookBase === undefined) return ["failed", "tls-no-address"];
  if (!webhookBase.startsWith("https://"))
    return ownApiServer ? ["ok", "tls-own-server"] : ["failed", "tls-http"];
  return canary?.state === "well" && fresh(facts, now) ? ["ok", "tls-proven"] : ["failed", "tls-unproven"];
}

function findCanary(facts: PreflightFacts, now: number): Found {
  if (!facts.canary) return ["failed", "canary-none"];
  if (!fresh(facts, now)) return ["failed", "canary-old"];
  const { state } = facts.canary;
  return [state === "well" ? "ok" : "failed", `canary-${state}`];
}

function findProcesses({ webs, sidecars }: PreflightFacts): Found {
  if (webs === 0) return ["failed", "no-web"];
  return sidecars === 0 ? ["failed", "no-sidecar"] : ["ok", "processes"];
}

function findCandidates({ candidates, phase }: PreflightFacts): Found {
  if (candidates === 0) return ["failed", "no-candidates"];
  return ["ok", phase === "polling-default" ? "candidates-trial" : "candidates"];
}

function fresh({ canary, canaryStaleMs }: PreflightFacts, now: number): boolean {
  return canary !== undefined && now - canary.lastAt <= canaryStaleMs;
}
