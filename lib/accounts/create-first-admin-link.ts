import { replaceFirstAdminToken } from "../data/one-time-tokens";
import { adminExists } from "../data/users";
import type { AccountsContext } from "./context";
import { hashToken, newToken } from "./link-token";

const dayS = 24 * 3600;

/**
 * The one-time link that makes the first admin, valid for a day; links made before end here.
 *
 * @param baseUrl where the portal is reached, e.g. "http://localhost:3000".
 * @returns undefined where there is an admin already.
 */
export async function createFirstAdminLink(
  { data }: AccountsContext,
  { baseUrl }: { baseUrl: string },
): Promise<string | undefined> {
  if (await adminExists(data)) return undefined;
  const token = newToken();
  await replaceFirstAdminToken(data, {
    tokenHash: hashToken(token),
    purpose: "first_admin",
    email: null,
    role: "admin",
    createdBy: null,
    ttlS: dayS,
  });
  return `${baseUrl.replace(/\/+$/, "")}/setup?token=${token}`;
}
