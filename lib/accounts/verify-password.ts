import { findUserByEmail } from "../data/users";
import { provenAccount } from "./account-view";
import type { AccountsContext, ProvenAccount } from "./context";
import { passwordMatches } from "./password-hash";

/**
 * The person with this address and password. The same work is done for an address nobody has.
 *
 * @returns undefined for a wrong password, an unknown address and a disabled person alike.
 */
export async function verifyPassword(
  { data }: AccountsContext,
  { email, password }: { email: string; password: string },
): Promise<ProvenAccount | undefined> {
  const user = await findUserByEmail(data, email.trim().toLowerCase());
  const matches = await passwordMatches(password, user?.passwordHash);
  return matches && user && user.disabledAt === null ? provenAccount(user) : undefined;
}
