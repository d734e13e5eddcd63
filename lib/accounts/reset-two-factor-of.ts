import { HooklineError } from "../core/errors";
import { recordAudit } from "../data/audit";
import { clearTwoFactor } from "../data/two-factor";
import { findUserByEmail } from "../data/users";
import type { AccountsContext } from "./context";

/**
 * Turns off the second factor of the account with this address: the operator's way, for an admin whom no
 * other admin can help. For the command line only; nothing that strangers reach may call it.
 *
 * @throws HooklineError not_found, conflict where it is off.
 */
export async function resetTwoFactorOf({ data }: AccountsContext, email: string): Promise<void> {
  const user = await findUserByEmail(data, email.trim().toLowerCase());
  if (!user) throw new HooklineError("not_found", `There is no account with the address ${email}.`);
  if (!(await clearTwoFactor(data, user.id))) {
    throw new HooklineError("conflict", `Two-factor sign-in is off for ${user.email}.`);
  }
  await recordAudit(data, { userId: user.id, action: "two_factor.reset", detail: { by: "operator" } });
}
