import type { Services } from "../context";
import { recordAudit } from "../data/audit";
import { replaceRecoveryCodes } from "../data/two-factor";
import { assertPasswordAndCode } from "./assert-password-and-code";
import type { SignedInContext } from "./context";
import { newRecoveryCodes, recoveryCodeHash } from "./recovery-code";
import type { PasswordAndCodeInput } from "./schemas";

type RenewContext = SignedInContext & Pick<Services, "vault" | "clock">;

/**
 * Makes ten new recovery codes; the old ones end.
 *
 * @returns the codes, this once.
 * @throws HooklineError invalid_input, rate_limited, conflict where the second factor is off.
 */
export async function renewRecoveryCodes(
  ctx: RenewContext,
  input: PasswordAndCodeInput,
): Promise<{ codes: string[] }> {
  await assertPasswordAndCode(ctx, input);
  const { userId } = ctx.actor;
  const codes = newRecoveryCodes();
  const codeHashes = codes.map(recoveryCodeHash).filter((hash) => hash !== undefined);
  await replaceRecoveryCodes(ctx.data, { userId, codeHashes });
  await recordAudit(ctx.data, { userId, action: "two_factor.recovery_codes_renewed" });
  return { codes };
}
