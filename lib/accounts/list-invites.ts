import { findOpenInvites } from "../data/one-time-tokens";
import { assertAdmin } from "./assert-admin";
import type { SignedInContext } from "./context";

export interface InviteView {
  /** Names the invitation; the link cannot be made from it. */
  id: string;
  /** Null: whoever has the link. */
  email: string | null;
  role: "tenant" | "admin";
  createdAt: string;
  expiresAt: string;
  createdBy: string | null;
}

const maxShown = 100;

/** Invitations that can still be used, the newest first. */
export async function listInvites(ctx: SignedInContext): Promise<InviteView[]> {
  assertAdmin(ctx);
  const rows = await findOpenInvites(ctx.data, maxShown);
  return rows.map(({ tokenHash, email, role, createdAt, expiresAt, createdByEmail }) => ({
    id: tokenHash,
    email,
    role,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    createdBy: createdByEmail,
  }));
}
