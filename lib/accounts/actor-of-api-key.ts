import type { Actor } from "../context";
import { HooklineError } from "../core/errors";
import { findApiKeyOwner, touchApiKey } from "../data/api-keys";
import type { AccountsContext } from "./context";
import { hashToken } from "./link-token";
import { limitOf, takeLimits } from "./rate-limits";
import { mayDo, type Scope } from "./scopes";

const keyPattern = /^hl_[A-Za-z0-9_-]{43}$/;

/**
 * Who acts with this API key. Only failures are counted: keys are far too long to guess, and a valid one
 * must work however badly its neighbour behind the same address behaves.
 *
 * @param client the client's address.
 * @param scope what the key must be allowed.
 * @throws HooklineError not_signed_in, rate_limited after too many wrong keys, scope_missing.
 */
export async function actorOfApiKey(
  ctx: AccountsContext,
  { key, client, scope }: { key: string; client: string; scope: Scope },
): Promise<Actor> {
  const owner = keyPattern.test(key) ? await findApiKeyOwner(ctx.data, hashToken(key)) : undefined;
  if (!owner || owner.expired) {
    await takeLimits(ctx, [limitOf("apiKeyByNetwork", client)]);
    const fault = owner ? "This API key has expired. Make a new one." : "This API key is not valid.";
    throw new HooklineError("not_signed_in", fault);
  }
  if (!mayDo(owner.scopes, scope)) {
    throw new HooklineError("scope_missing", `This API key lacks the scope "${scope}".`, { scope });
  }
  await touchApiKey(ctx.data, owner.keyId);
  return { userId: owner.userId, role: owner.role };
}
