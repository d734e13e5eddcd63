import { createHash } from "node:crypto";
import { isIPv6 } from "node:net";
import { HooklineError } from "../core/errors";
import { giveBackRateLimit, type RateLimitRule, takeRateLimit } from "../data/rate-limits";
import type { AccountsContext } from "./context";

/**
 * How often things may be tried. Sign-ins that succeed are given back, so these count failures,
 * while a burst at once is still bounded before any password is looked at. So are bots' tokens that are put
 * to use; those that are only looked at all count, since each costs calls to Telegram.
 */
const rules = {
  signInByAddress: { limit: 30, windowS: 300 },
  signInByAccount: { limit: 10, windowS: 300 },
  codeByAccount: { limit: 10, windowS: 3600 },
  newEmailByAccount: { limit: 5, windowS: 3600 },
  resetByAddress: { limit: 20, windowS: 3600 },
  resetByAccount: { limit: 4, windowS: 3600 },
  signUpByAddress: { limit: 20, windowS: 600 },
  linkByAddress: { limit: 20, windowS: 600 },
  apiKeyByAddress: { limit: 60, windowS: 60 },
  tokenByAccount: { limit: 60, windowS: 300 },
  tokenByAddress: { limit: 240, windowS: 300 },
} as const;

export type LimitName = keyof typeof rules;

/**
 * One rule for one subject.
 *
 * @param subject a client's address or an account's; it is stored as a hash where it is a person's.
 */
export function limitOf(name: LimitName, subject: string): RateLimitRule {
  const whose = name.endsWith("ByAccount")
    ? createHash("sha256").update(subject).digest("base64url").slice(0, 22)
    : network(subject);
  return { key: `${name}:${whose}`, ...rules[name] };
}

/** An IPv6 customer has a whole /64: counting single addresses would count nothing. */
export function network(address: string): string {
  if (!isIPv6(address)) return address;
  const [head = "", tail] = address.split("%", 1).join("").split("::");
  const front = head === "" ? [] : head.split(":");
  const back = tail === undefined || tail === "" ? [] : tail.split(":");
  // An IPv4 address at the end takes two groups.
  const groups = (parts: string[]) => parts.length + (parts.at(-1)?.includes(".") ? 1 : 0);
  const zeros = tail === undefined ? 0 : 8 - groups(front) - groups(back);
  const all = [...front, ...Array<string>(Math.max(0, zeros)).fill("0"), ...back];
  return `${all
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":")}::/64`;
}

/**
 * Counts one try against every rule.
 *
 * @throws HooklineError rate_limited with the longest wait.
 */
export async function takeLimits({ data }: AccountsContext, limits: readonly RateLimitRule[]): Promise<void> {
  const answers = await Promise.all(limits.map((rule) => takeRateLimit(data, rule)));
  const refusals = answers.filter((answer) => !answer.allowed);
  if (refusals.length === 0) return;
  const retryAfterS = Math.max(...refusals.map((answer) => answer.retryAfterS));
  throw new HooklineError("rate_limited", `Too many tries. Please wait ${inWords(retryAfterS)}.`, {
    retryAfterS,
  });
}

/** A try that turned out well counts for nothing. */
export function giveBackLimits({ data }: AccountsContext, limits: readonly RateLimitRule[]): Promise<void> {
  return giveBackRateLimit(
    data,
    limits.map((rule) => rule.key),
  );
}

function inWords(seconds: number): string {
  if (seconds < 90) return seconds === 1 ? "a second" : `${seconds} seconds`;
  return `${Math.ceil(seconds / 60)} minutes`;
}
