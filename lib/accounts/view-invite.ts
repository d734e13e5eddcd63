import { findUsableToken } from "../data/one-time-tokens";
import type { AccountsContext } from "./context";
import { hashToken } from "./link-token";

/** What an invitation is for, so that its page can say so; undefined once it is void. */
export async function viewInvite(
  { data }: AccountsContext,
  token: string,
): Promise<{ email: string | null } | undefined> {
  const invite = await findUsableToken(data, hashToken(token), "invite");
  return invite && { email: invite.email };
}
