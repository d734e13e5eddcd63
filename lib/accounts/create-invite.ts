import { HooklineError } from "../core/errors";
import { recordAudit } from "../data/audit";
import { insertOneTimeToken } from "../data/one-time-tokens";
import type { SignedInContext } from "./context";
import { hashToken, newToken } from "./link-token";
import { parseInput } from "./parse-input";
import { type CreateInviteInput, createInviteInput } from "./schemas";

const weekS = 7 * 24 * 3600;

export interface InviteLink {
  /** Path and query of the link, shown once: "/sign-up?invite=…". */
  path: string;
  expiresAt: string;
}

/**
 * Makes a link with which one person can sign up, for a week.
 *
 * @throws HooklineError forbidden, invalid_input.
 */
export async function createInvite(
  { data, actor }: SignedInContext,
  input: CreateInviteInput,
): Promise<InviteLink> {
  if (actor.role !== "admin") throw new HooklineError("forbidden", "Only an admin can invite people.");
  const { email, role } = parseInput(createInviteInput, input);
  const token = newToken();
  const expiresAt = await insertOneTimeToken(data, {
    tokenHash: hashToken(token),
    purpose: "invite",
    email: email ?? null,
    role,
    createdBy: actor.userId,
    ttlS: weekS,
  });
  await recordAudit(data, { userId: actor.userId, action: "invite.created", detail: { role } });
  return { path: `/sign-up?invite=${token}`, expiresAt: expiresAt.toISOString() };
}
