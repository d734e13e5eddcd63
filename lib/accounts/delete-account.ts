import { listBots } from "../bots/list-bots";
import { removeBot } from "../bots/remove-bot";
import type { TenantContext } from "../context";
import { HooklineError, notFound } from "../core/errors";
import { recordAudit } from "../data/audit";
import { findTwoFactor } from "../data/two-factor";
import { deleteUser, isLastAdmin } from "../data/users";
import { assertAllFactors } from "./assert-all-factors";
import type { SignedInContext } from "./context";
import { parseInput } from "./parse-input";
import { type DeleteAccountInput, deleteAccountInput } from "./schemas";

/** Bots that are taken from Telegram at once. */
const atOnce = 8;

/**
 * Deletes the actor's account and everything of it. Their bots go first, each from Telegram too, so that no
 * webhook is left that nobody answers.
 *
 * @throws HooklineError invalid_input, rate_limited, conflict for the last admin, telegram_unreachable (the
 *   account stays, with the bots that are left).
 */
export async function deleteAccount(
  ctx: TenantContext & SignedInContext,
  input: DeleteAccountInput,
): Promise<void> {
  const { confirm, password, code } = parseInput(deleteAccountInput, input);
  const { userId } = ctx.actor;
  const person = await findTwoFactor(ctx.data, userId);
  if (!person) throw notFound("account");
  if (confirm !== person.email) {
    const message = "Type the address of your account.";
    throw new HooklineError("invalid_input", message, { issues: [{ path: "confirm", message }] });
  }
  await assertAllFactors(ctx, { password, code, refused: "user.delete_refused" });
  if (await isLastAdmin(ctx.data, userId)) throw lastAdmin();
  await removeBots(ctx);
  const outcome = await deleteUser(ctx.data, userId);
  if (outcome === "last_admin") throw lastAdmin();
  if (outcome === "has_bots") {
    throw new HooklineError("conflict", "A bot was registered meanwhile. Please try again.");
  }
  await recordAudit(ctx.data, { userId, action: "user.deleted" });
}

async function removeBots(ctx: TenantContext): Promise<void> {
  for (;;) {
    const { items } = await listBots(ctx, { limit: atOnce });
    if (items.length === 0) return;
    // All of them are tried before the first failure is told.
    const removals = await Promise.allSettled(items.map(({ id }) => removeBot(ctx, { botId: id })));
    const failed = removals.find(({ status }) => status === "rejected");
    if (failed) throw (failed as PromiseRejectedResult).reason;
  }
}

function lastAdmin(): HooklineError {
  return new HooklineError("conflict", "You are the last admin. Make somebody else an admin first.");
}
