import { HooklineError } from "../core/errors";
import { replaceAccountLink } from "../data/account-links";
import { recordAudit } from "../data/audit";
import { findUserByEmail } from "../data/users";
import type { AccountsContext } from "./context";
import { hashToken, newToken } from "./link-token";

const hourS = 3600;

/**
 * A link with which the person of this address chooses a new password, as the mailed one does: the operator's way for
 * whoever is kept out where no mail is sent. For the command line only; nothing that strangers reach may call it.
 *
 * @param baseUrl where the portal is reached, e.g. "http://localhost:3000".
 * @throws HooklineError not_found.
 */
export async function createResetLink(
  { data }: AccountsContext,
  { email: typed, baseUrl }: { email: string; baseUrl: string },
): Promise<string> {
  const user = await findUserByEmail(data, typed.trim().toLowerCase());
  if (!user || user.disabledAt !== null) {
    throw new HooklineError("not_found", `There is no account with the address ${typed} that may sign in.`);
  }
  const token = newToken();
  const { id: userId, email } = user;
  await replaceAccountLink(data, {
    tokenHash: hashToken(token),
    purpose: "password_reset",
    userId,
    email,
    ttlS: hourS,
  });
  await recordAudit(data, { userId, action: "password.reset_asked", detail: { by: "operator" } });
  return `${baseUrl.replace(/\/+$/, "")}/reset-password?token=${token}`;
}
