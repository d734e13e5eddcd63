import type { TenantContext } from "../context";
import { assertAllFactors } from "./assert-all-factors";
import type { SignedInContext } from "./context";
import { createApiKey } from "./create-api-key";
import { parseInput } from "./parse-input";
import { type CreateOwnApiKeyInput, createOwnApiKeyInput } from "./schemas";
import { tellOfNewKey } from "./tell-of-new-key";

/**
 * Makes an API key of the actor's, who proves first who they are: a session that somebody else got hold of must not
 * leave a key behind that outlives it. The owner is told by mail.
 *
 * @param userAgent the browser's header, for that mail.
 * @returns the key itself, this once.
 * @throws HooklineError invalid_input, rate_limited, conflict where there are too many or the password changed meanwhile.
 */
export async function createOwnApiKey(
  ctx: TenantContext & SignedInContext,
  input: CreateOwnApiKeyInput,
  userAgent: string | null,
): Promise<{ key: string }> {
  const { password, code, ...wanted } = parseInput(createOwnApiKeyInput, input);
  const { client } = ctx;
  const proof = { password, code, refused: "api_key.create_refused" } as const;
  const { passwordHash } = await assertAllFactors(ctx, proof);
  const made = await createApiKey(ctx, { userId: ctx.actor.userId, passwordHash, client, ...wanted });
  void tellOfNewKey(ctx, made, { client, userAgent }).catch((error: unknown) =>
    ctx.log.error({ err: error }, "mail: not sent"),
  );
  return { key: made.key };
}
