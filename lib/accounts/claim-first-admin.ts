import { HooklineError } from "../core/errors";
import { recordAudit } from "../data/audit";
import { findUsableToken, spendFirstAdminToken } from "../data/one-time-tokens";
import { adminExists } from "../data/users";
import { provenAccount } from "./account-view";
import type { AccountsContext, ProvenAccount } from "./context";
import { hashToken } from "./link-token";
import { parseInput } from "./parse-input";
import { hashPassword } from "./password-hash";
import { limitOf, takeLimits } from "./rate-limits";
import { type ClaimFirstAdminInput, claimFirstAdminInput } from "./schemas";

/** True while the link can still make the first admin. */
export async function firstAdminLinkIsOpen({ data }: AccountsContext, token: string): Promise<boolean> {
  if (await adminExists(data)) return false;
  return (await findUsableToken(data, hashToken(token), "first_admin")) !== undefined;
}

/**
 * Makes the first admin. Of two claims at once, with one link or with two, one wins.
 *
 * @throws HooklineError invalid_input, rate_limited, forbidden, conflict.
 */
export async function claimFirstAdmin(
  ctx: AccountsContext,
  input: ClaimFirstAdminInput,
  client: string,
): Promise<ProvenAccount> {
  const { token, email, password, name } = parseInput(claimFirstAdminInput, input);
  // Only void links are counted, as in resetPassword.
  if (!(await firstAdminLinkIsOpen(ctx, token))) await takeLimits(ctx, [limitOf("linkByNetwork", client)]);
  const passwordHash = await hashPassword(password);
  const use = await spendFirstAdminToken(ctx.data, hashToken(token), {
    email,
    passwordHash,
    name: name ?? null,
  });
  if (use.outcome === "email_taken") {
    // Only the holder of the operator's link gets here, and it stays usable.
    throw new HooklineError("conflict", "There is already an account with this address. Choose another.");
  }
  if (use.outcome !== "created") {
    throw new HooklineError("forbidden", "This link is no longer valid. Restart Hookline to get a new one.");
  }
  await recordAudit(ctx.data, { userId: use.user.id, action: "user.first_admin" });
  return provenAccount(use.user);
}
