import { listSessionRows } from "../data/sessions";
import type { SignedInContext } from "./context";
import { type Device, deviceOf } from "./device";

export interface SessionView {
  id: string;
  /** The one that asks. */
  current: boolean;
  device: Device;
  address: string;
  createdAt: string;
  lastSeenAt: string;
}

/** Where the actor is signed in, the session that asks first. */
export async function listSessions(
  { data, actor }: SignedInContext,
  { sessionId }: { sessionId: string },
): Promise<SessionView[]> {
  const rows = await listSessionRows(data, actor.userId);
  const views = rows.map((row) => ({
    id: row.id,
    current: row.id === sessionId,
    device: deviceOf(row.userAgent),
    address: row.address,
    createdAt: row.createdAt.toISOString(),
    lastSeenAt: row.lastSeenAt.toISOString(),
  }));
  return views.sort((one, other) => Number(other.current) - Number(one.current));
}
