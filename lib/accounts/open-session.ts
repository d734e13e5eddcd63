import { randomUUID } from "node:crypto";
import { HooklineError } from "../core/errors";
import { insertSession } from "../data/sessions";
import type { Language } from "../i18n/language";
import type { AccountsContext, ProvenAccount } from "./context";

/** Where a session is used: shown to its person, so that they know it again. */
export interface SessionPlace {
  /** The client's address. */
  address: string;
  /** The User-Agent header as it came. */
  userAgent: string | null;
  /** What its pages are written in, where that is known. */
  language?: Language;
}

const longestUserAgent = 300;

/**
 * Begins a session of somebody who has just proven who they are.
 *
 * @returns its id, which goes into the cookie.
 * @throws HooklineError not_signed_in where all their sessions were ended meanwhile.
 */
export async function openSession(
  { data }: AccountsContext,
  account: Pick<ProvenAccount, "id" | "sessionEpoch">,
  { address, userAgent, language }: SessionPlace,
): Promise<string> {
  const id = randomUUID();
  const begun = await insertSession(data, {
    id,
    userId: account.id,
    epoch: new Date(account.sessionEpoch),
    address,
    userAgent: (userAgent ?? "").slice(0, longestUserAgent),
    language: language ?? null,
  });
  if (!begun) throw new HooklineError("not_signed_in", "Your sessions were just ended. Sign in again.");
  return id;
}
