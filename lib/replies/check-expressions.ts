import type { TenantContext } from "../context";
import { type FieldIssue, HooklineError } from "../core/errors";
import { maxExpressionSize, maxExpressionSizes } from "../expressions/expressions";
import type { Reply } from "./reply-schemas";

/**
 * Compiles the regular expressions of a list of replies, outside this thread and within bounds.
 *
 * @throws HooklineError invalid_input with an issue for each that cannot be used; unavailable.
 */
export async function assertExpressions(
  ctx: Pick<TenantContext, "expressions" | "actor">,
  replies: readonly Reply[],
): Promise<void> {
  const places = replies.flatMap(({ trigger }, index) =>
    trigger.type === "regex" ? [{ index, source: trigger.value }] : [],
  );
  if (places.length === 0) return;
  const check = await ctx.expressions.check(
    ctx.actor.userId,
    places.map(({ source }) => source),
  );
  if (!check) {
    throw new HooklineError("unavailable", "The expressions could not be checked in time: try again.");
  }
  const messages: (string | undefined)[] = "sizes" in check ? check.sizes.map(faultOf) : [];
  if ("tooSlow" in check) messages[check.tooSlow] = tooSlow;
  else if (!messages.some((message) => message !== undefined)) {
    const [place, message] = togetherTooLarge(check.sizes.map(({ size }) => size)) ?? [];
    if (place !== undefined) messages[place] = message;
  }
  const issues = places.flatMap(({ index }, place): FieldIssue[] => {
    const message = messages[place];
    return message === undefined ? [] : [{ path: `replies.${index}.trigger.value`, message }];
  });
  const [first] = issues;
  if (first) throw new HooklineError("invalid_input", first.message, { issues });
}

const tooSlow =
  "This expression takes too long to get ready: make it shorter, repeat less in it, or use a keyword.";

/** The engine's words where an expression does not compile, ours where it is too large. */
function faultOf({ size, fault }: { size: number; fault?: string }): string | undefined {
  if (fault !== undefined) {
    const texts = fault.replace("error parsing regexp: ", "").replace("(?i)", "");
    return `This is not a regular expression that can be used: ${texts}.`;
  }
  if (size <= maxExpressionSize) return undefined;
  return `This expression is too large (${size} steps, at most ${maxExpressionSize}): repeat fewer times, e.g. {1,20} instead of {1,500}.`;
}

/** The first expression with which all before it are too large together. */
function togetherTooLarge(sizes: readonly number[]): [place: number, message: string] | undefined {
  let steps = 0;
  for (const [place, size] of sizes.entries()) {
    steps += size;
    if (steps <= maxExpressionSizes) continue;
    return [
      place,
      `With this expression the bot's regular expressions are too large together (${steps} steps, at most ${maxExpressionSizes}): use keywords or repeat less.`,
    ];
  }
  return undefined;
}
