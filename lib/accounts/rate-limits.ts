import { createHash } from "node:crypto";
import { isIPv6 } from "node:net";
import { networkOf, siteOf } from "../config/network";
import { HooklineError } from "../core/errors";
import { giveBackRateLimit, type RateLimitRule, takeRateLimit } from "../data/rate-limits";
import type { AccountsContext } from "./context";
import type { KnownBrowser } from "./known-browser";

/**
 * How often things may be tried: `limit` at once, and as many again in `windowS` seconds, one after the other
 * (docs/decisions/0041-locked-out-by-strangers.md). Tries that turn out well are given back, so these count failures,
 * while a burst at once is still bounded before any password is looked at. So are bots' tokens that are put
 * to use; those that are only looked at all count, since each costs calls to Telegram.
 */
const rules = {
  signInByNetwork: { limit: 30, windowS: 300 },
  signInByAccountNetwork: { limit: 10, windowS: 9_000 },
  signInByAccountSite: { limit: 100, windowS: 90_000 },
  signInByAccount: { limit: 1_000, windowS: 86_400 },
  signInByBrowser: { limit: 10, windowS: 9_000 },
  codeByAccountNetwork: { limit: 10, windowS: 36_000 },
  codeByAccount: { limit: 20, windowS: 72_000 },
  codeByBrowser: { limit: 10, windowS: 36_000 },
  passwordBySession: { limit: 10, windowS: 9_000 },
  codeBySession: { limit: 10, windowS: 36_000 },
  newEmailByAccount: { limit: 5, windowS: 3_600 },
  newEmailByMailbox: { limit: 10, windowS: 3_600 },
  resetByNetwork: { limit: 60, windowS: 3_600 },
  resetByAccountNetwork: { limit: 3, windowS: 3_600 },
  resetByAccount: { limit: 6, windowS: 10_800 },
  resetByBrowser: { limit: 3, windowS: 3_600 },
  signUpByNetwork: { limit: 20, windowS: 600 },
  signUpByInvite: { limit: 20, windowS: 600 },
  linkByNetwork: { limit: 20, windowS: 600 },
  apiKeyByNetwork: { limit: 60, windowS: 600 },
  tokenByAccount: { limit: 60, windowS: 900 },
  tokenByNetwork: { limit: 240, windowS: 3_600 },
} as const;

export type LimitName = keyof typeof rules;

/**
 * One rule for one subject. What tells of a person is stored as a hash.
 *
 * @param subject of a limit by network the client's address; of all others what tells the subject from others.
 */
export function limitOf(
  name: LimitName,
  ...subject: readonly [string | number, ...(string | number)[]]
): RateLimitRule {
  const whose = name.endsWith("ByNetwork") ? networkOf(String(subject[0])) : hash(subject);
  return { key: `${name}:${whose}`, ...rules[name] };
}

/** Sets of limits of which one has to have room, the person's own first. */
export type LimitChoices = readonly (readonly RateLimitRule[])[];

/**
 * What bounds the tries at an account of somebody who is not signed in. A browser that its person has used has a limit
 * of its own, which nobody else can use up; from all others, tries count by their network, by account and network
 * together, and by account over all networks. An IPv6 site counts as well: its 65,536 networks must not use up what all
 * networks have together.
 *
 * @param account what the asker calls it: whether there is one makes no difference.
 */
export function limitsAt(
  kind: "signIn" | "code" | "reset",
  {
    account,
    client,
    browser,
  }: { account: string | number; client: string; browser: KnownBrowser | undefined },
): LimitChoices {
  const site = kind === "signIn" && isIPv6(client);
  const strangers = [
    ...(kind === "code" ? [] : [limitOf(`${kind}ByNetwork`, client)]),
    limitOf(`${kind}ByAccountNetwork`, account, networkOf(client)),
    ...(site ? [limitOf("signInByAccountSite", account, siteOf(client))] : []),
    limitOf(`${kind}ByAccount`, account),
  ];
  // Who has the password or reads the mail makes known browsers as many as they like: each with codes of its own, they
  // would guess without a bound.
  const own = browser && (kind !== "code" || browser.withCode);
  return own ? [[limitOf(`${kind}ByBrowser`, browser.userId, browser.id)], strangers] : [strangers];
}

/** A sentence for whoever has to wait so long. */
export type SayWait = (span: string) => string;

const justWait: SayWait = (span) => `Too many tries. Please wait ${span}.`;

/**
 * Counts one try by every limit of the first choice that has room. A try that one limit refuses counts by none of its
 * choice: whoever is kept out by a narrow one must not use up a wide one.
 *
 * @returns what was counted, for `giveBackLimits`.
 * @throws HooklineError rate_limited with the shortest wait.
 */
export async function takeFirst(
  ctx: AccountsContext,
  choices: LimitChoices,
  say: SayWait = justWait,
): Promise<readonly RateLimitRule[]> {
  const waitsS: number[] = [];
  for (const limits of choices) {
    const retryAfterS = await take(ctx, limits);
    if (retryAfterS === undefined) return limits;
    waitsS.push(retryAfterS);
  }
  const retryAfterS = Math.min(...waitsS);
  throw new HooklineError("rate_limited", say(inWords(retryAfterS)), { retryAfterS });
}

/**
 * Counts one try by all of these limits, or by none.
 *
 * @throws HooklineError rate_limited with the wait.
 */
export async function takeLimits(ctx: AccountsContext, limits: readonly RateLimitRule[]): Promise<void> {
  await takeFirst(ctx, [limits]);
}

/**
 * What bounds the tries of a session that has to prove its password or a code once more. By the session alone: who got
 * hold of one keeps nobody out of another.
 *
 * @returns what `takeFirst` takes.
 */
export function stepUpLimits(
  kind: "password" | "code",
  userId: number,
  sessionId = "",
): [LimitChoices, SayWait] {
  return [
    [[limitOf(`${kind}BySession`, userId, sessionId)]],
    (span) => `Too many tries. Please wait ${span}, or sign out and in again.`,
  ];
}

/** A try that turned out well counts for nothing. */
export function giveBackLimits({ data }: AccountsContext, limits: readonly RateLimitRule[]): Promise<void> {
  return giveBackRateLimit(data, limits);
}

/** @returns seconds to wait where a rule refused it. */
async function take(
  { data }: AccountsContext,
  limits: readonly RateLimitRule[],
): Promise<number | undefined> {
  for (const [i, rule] of limits.entries()) {
    const { allowed, retryAfterS } = await takeRateLimit(data, rule);
    if (allowed) continue;
    await giveBackRateLimit(data, limits.slice(0, i));
    return retryAfterS;
  }
  return undefined;
}

function hash(subject: readonly (string | number)[]): string {
  return createHash("sha256").update(JSON.stringify(subject)).digest("base64url").slice(0, 22);
}

function inWords(seconds: number): string {
  if (seconds < 90) return seconds === 1 ? "a second" : `${seconds} seconds`;
  return `${Math.ceil(seconds / 60)} minutes`;
}
