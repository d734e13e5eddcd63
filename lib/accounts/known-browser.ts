import { findSessionEpoch, findUserByEmail } from "../data/users";
import type { AccountsContext, ProvenAccount } from "./context";

/**
 * A browser in which a person has proven who they are, as its cookie says (lib/web/known-browser-token.ts). It lets
 * nobody in: it only chooses by which limit wrong passwords and codes count.
 */
export interface KnownBrowser {
  userId: number;
  /** users.sessions_valid_after in milliseconds, when they proved it. What ends all sessions ends this as well. */
  sessionEpoch: number;
  id: string;
  /** Whether they gave a code there as well: a password or a mailed link says nothing of a second factor. */
  withCode: boolean;
}

/**
 * Which of the browser's entries belongs to the account with this address. The same is asked for an address nobody has.
 *
 * @param browsers what the cookie of the browser says, its signature checked.
 */
export async function knownBrowserOf(
  { data }: AccountsContext,
  browsers: readonly KnownBrowser[],
  email: string,
): Promise<KnownBrowser | undefined> {
  if (browsers.length === 0) return undefined;
  const user = await findUserByEmail(data, email);
  const epoch = user?.sessionsValidAfter.getTime();
  return browsers.find(({ userId, sessionEpoch }) => userId === user?.id && sessionEpoch === epoch);
}

/** What a browser's cookie says of a person from now on; undefined where there is no such person. */
export async function accountForBrowser(
  { data }: AccountsContext,
  userId: number,
): Promise<Pick<ProvenAccount, "id" | "sessionEpoch"> | undefined> {
  const epoch = await findSessionEpoch(data, userId);
  return epoch && { id: userId, sessionEpoch: epoch.getTime() };
}
