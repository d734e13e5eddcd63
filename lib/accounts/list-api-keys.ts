import { listApiKeyRows } from "../data/api-keys";
import type { SignedInContext } from "./context";

export interface ApiKeyView {
  id: number;
  name: string;
  /** The key's first characters, so that its owner can tell keys apart. */
  prefix: string;
  /** "all", or some of "read", "write" and "messages". */
  scopes: string[];
  expiresAt: string | null;
  createdAt: string;
  lastUsedAt: string | null;
}

/** The actor's keys, newest first. */
export async function listApiKeys({ data, actor }: SignedInContext): Promise<ApiKeyView[]> {
  const rows = await listApiKeyRows(data, actor.userId);
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    scopes: row.scopes,
    expiresAt: row.expiresAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  }));
}
