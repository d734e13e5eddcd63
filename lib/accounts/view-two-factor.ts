import { notFound } from "../core/errors";
import { countRecoveryCodes, findTwoFactor } from "../data/two-factor";
import type { SignedInContext } from "./context";

export interface TwoFactorView {
  /** Since when it is on; null where it is off. */
  enabledAt: string | null;
  recoveryCodesLeft: number;
}

/** How the actor's second factor stands. */
export async function viewTwoFactor({ data, actor }: SignedInContext): Promise<TwoFactorView> {
  const person = await findTwoFactor(data, actor.userId);
  if (!person) throw notFound("account");
  if (person.totpEnabledAt === null) return { enabledAt: null, recoveryCodesLeft: 0 };
  const recoveryCodesLeft = await countRecoveryCodes(data, actor.userId);
  return { enabledAt: person.totpEnabledAt.toISOString(), recoveryCodesLeft };
}
