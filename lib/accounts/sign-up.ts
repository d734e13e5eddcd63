import type { Services } from "../context";
import { HooklineError } from "../core/errors";
import { recordAudit } from "../data/audit";
import { spendInvite } from "../data/one-time-tokens";
import type { RateLimitRule } from "../data/rate-limits";
import { insertUser } from "../data/users";
import { hashToken } from "./link-token";
import { parseInput } from "./parse-input";
import { hashPassword } from "./password-hash";
import { limitOf, takeLimits } from "./rate-limits";
import { type SignUpInput, signUpInput } from "./schemas";
import { signUpWay } from "./sign-up-way";
import { viewInvite } from "./view-invite";

type SignUpContext = Pick<Services, "data" | "config">;

/**
 * Makes an account for a stranger. It ends the same way, after the same work, whether the address was
 * free or taken (docs/decisions/0004-sign-up-tells-nothing.md); the way in is `signIn`.
 *
 * @param client the client's address, for the limit on tries.
 * @throws HooklineError invalid_input, rate_limited, forbidden where sign-up is closed, the link is void or there is no
 *   admin yet.
 */
export async function signUp(ctx: SignUpContext, input: SignUpInput, client: string): Promise<void> {
  const { email, password, name, invite } = parseInput(signUpInput, input);
  await assertMaySignUp(ctx, invite);
  await takeLimits(ctx, [await limitOfSignUp(ctx, invite, client)]);
  const newUser = { email, passwordHash: await hashPassword(password), name: name ?? null };

  if (invite === undefined) {
    const user = await insertUser(ctx.data.pool, { ...newUser, role: "tenant" });
    // A row either way: its absence would be a shorter answer.
    await recordAudit(ctx.data, {
      userId: user?.id ?? null,
      action: user ? "user.signed_up" : "sign_up.address_taken",
      detail: { client },
    });
    return;
  }

  const use = await spendInvite(ctx.data, hashToken(invite), newUser);
  if (use.outcome === "link_void" || use.outcome === "admin_exists") {
    throw new HooklineError("forbidden", "This invitation is no longer valid. Ask for a new one.");
  }
  const created = use.outcome === "created" ? use : undefined;
  await recordAudit(ctx.data, {
    userId: created?.user.id ?? null,
    action: created ? "user.signed_up" : "sign_up.address_taken",
    detail: { client, invitedBy: created?.createdBy ?? null },
  });
}

async function assertMaySignUp(ctx: SignUpContext, invite: string | undefined): Promise<void> {
  const way = await signUpWay(ctx);
  if (way === "not_set_up") {
    throw new HooklineError(
      "forbidden",
      "This portal has not been set up yet. Its operator makes the first account.",
    );
  }
  if (way === "closed") throw new HooklineError("forbidden", "Signing up is closed here.");
  if (way === "invite" && invite === undefined) {
    throw new HooklineError("forbidden", "Signing up needs an invitation here.");
  }
}

/** Who holds an invitation is not kept from using it by neighbours behind the same address. */
async function limitOfSignUp(
  ctx: SignUpContext,
  invite: string | undefined,
  client: string,
): Promise<RateLimitRule> {
  const invited = invite !== undefined && (await viewInvite(ctx, invite)) !== undefined;
  return invited ? limitOf("signUpByInvite", invite) : limitOf("signUpByNetwork", client);
}
