import { HooklineError } from "../core/errors";
import { insertApiKey, maxKeysPerUser } from "../data/api-keys";
import { recordAudit } from "../data/audit";
import { findUserByEmail } from "../data/users";
import type { AccountsContext } from "./context";
import { hashToken, newToken } from "./link-token";
import { parseInput } from "./parse-input";
import { type CreateApiKeyInput, createApiKeyInput } from "./schemas";
import type { MadeKey } from "./tell-of-new-key";

const dayMs = 24 * 3600 * 1000;

/**
 * Whose key: the actor of a page has an id, and the hash of the password that they proved with the address they did it
 * from; the command line has an address of mail.
 */
export type KeyOwner =
  | { userId: number; passwordHash?: string; client?: string | undefined }
  | { email: string };

/**
 * Makes an API key: `hl_` and 43 random base64url characters. Only its SHA-256 is kept. Whoever calls tells the owner
 * (`tellOfNewKey`).
 *
 * @returns the key itself, this once.
 * @throws HooklineError invalid_input, not_found, conflict where there are too many or the password changed meanwhile.
 */
export async function createApiKey(
  { data }: AccountsContext,
  input: KeyOwner & CreateApiKeyInput,
): Promise<MadeKey & { id: number; key: string }> {
  const { name, scopes, expiresInDays } = parseInput(createApiKeyInput, {
    name: input.name,
    scopes: input.scopes,
    expiresInDays: input.expiresInDays,
  });
  const userId = "userId" in input ? input.userId : await userIdOf(data, input.email);
  const key = `hl_${newToken()}`;
  const expiresAt = expiresInDays === undefined ? null : new Date(Date.now() + expiresInDays * dayMs);
  const row = await insertApiKey(data, {
    userId,
    name,
    prefix: key.slice(0, 9),
    keyHash: hashToken(key),
    scopes,
    expiresAt,
    passwordHash: "userId" in input ? input.passwordHash : undefined,
  });
  if (row === "not_owner")
    throw new HooklineError("conflict", "Your password was changed elsewhere just now.");
  if (row === "too_many")
    throw new HooklineError("conflict", `An account has at most ${maxKeysPerUser} API keys.`);
  const by =
    "email" in input ? { by: "operator" } : input.client === undefined ? {} : { client: input.client };
  const detail = { keyId: row.id, scopes: scopes.join(" "), ...by };
  await recordAudit(data, { userId, action: "api_key.created", detail });
  return { ...row, key, userId, name, scopes, expiresAt };
}

async function userIdOf(data: AccountsContext["data"], email: string): Promise<number> {
  const user = await findUserByEmail(data, email.trim().toLowerCase());
  if (!user) throw new HooklineError("not_found", `There is no account with the address ${email}.`);
  return user.id;
}
