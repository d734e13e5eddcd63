import type { Services } from "../context";
import { HooklineError } from "../core/errors";
import { recordAudit } from "../data/audit";
import { enableTotp, findTwoFactor } from "../data/two-factor";
import type { SignedInContext } from "./context";
import { parseInput } from "./parse-input";
import { giveBackLimits, stepUpLimits, takeFirst } from "./rate-limits";
import { newRecoveryCodes, recoveryCodeHash } from "./recovery-code";
import { type CodeInput, codeInput } from "./schemas";
import { openTotpSecret, stepOfCode, totpCodeOf } from "./totp";

type EnableContext = SignedInContext & Pick<Services, "vault" | "clock">;

/** A set-up that is left open this long begins anew: its secret may still stand on somebody's screen. */
const draftMs = 30 * 60_000;

/**
 * Turns the second factor on, once a code proves that the app has the secret.
 *
 * @returns the recovery codes, this once.
 * @throws HooklineError invalid_input at "code", rate_limited, conflict where there is no set-up to finish.
 */
export async function enableTwoFactor(ctx: EnableContext, input: CodeInput): Promise<{ codes: string[] }> {
  const { code } = parseInput(codeInput, input);
  const { data, vault, clock } = ctx;
  const { userId } = ctx.actor;
  const limits = await takeFirst(ctx, ...stepUpLimits("code", userId, ctx.sessionId));
  const person = await findTwoFactor(data, userId);
  const { totpSecret = null, totpStartedAt = null, totpEnabledAt = null } = person ?? {};
  if (totpSecret === null || totpStartedAt === null || totpEnabledAt !== null) throw nothingToFinish();
  if (clock.now() - totpStartedAt.getTime() > draftMs) throw nothingToFinish();

  const digits = totpCodeOf(code);
  const step = digits && stepOfCode(openTotpSecret(vault, totpSecret, userId), digits, clock.now());
  if (step === undefined || step === "") {
    const message = "That code is not right. Check the clock of your device, and enter the newest code.";
    throw new HooklineError("invalid_input", message, { issues: [{ path: "code", message }] });
  }
  const codes = newRecoveryCodes();
  const codeHashes = codes.map(recoveryCodeHash).filter((hash) => hash !== undefined);
  if (!(await enableTotp(data, { userId, totpSecret, step, codeHashes }))) throw nothingToFinish();
  await giveBackLimits(ctx, limits);
  await recordAudit(data, { userId, action: "two_factor.enabled" });
  return { codes };
}

function nothingToFinish(): HooklineError {
  return new HooklineError("conflict", "This set-up is over. Begin again.");
}
