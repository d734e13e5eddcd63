"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { changeRole } from "@/lib/accounts/change-role";
import { createInvite } from "@/lib/accounts/create-invite";
import { resetTwoFactor } from "@/lib/accounts/reset-two-factor";
import { revokeInvite } from "@/lib/accounts/revoke-invite";
import { createInviteInput } from "@/lib/accounts/schemas";
import { setDisabled } from "@/lib/accounts/set-disabled";
import { rowId } from "@/lib/core/row-id";
import { action, adminFormAction } from "@/lib/web/action";

const userId = rowId;

export const createInviteAction = adminFormAction(createInviteInput, async (ctx, input) => {
  const link = await createInvite(ctx, input);
  refresh();
  return link;
});

export const revokeInviteAction = action(z.strictObject({ id: z.string().max(100) }), async (ctx, input) => {
  await revokeInvite(ctx, input);
  refresh();
});

export const changeRoleAction = action(
  z.strictObject({ userId, role: z.enum(["tenant", "admin"]) }),
  async (ctx, input) => {
    await changeRole(ctx, input);
    refresh();
  },
);

export const setDisabledAction = action(
  z.strictObject({ userId, disabled: z.boolean() }),
  async (ctx, input) => {
    await setDisabled(ctx, input);
    refresh();
  },
);

export const resetTwoFactorAction = action(z.strictObject({ userId }), async (ctx, input) => {
  await resetTwoFactor(ctx, input);
  refresh();
});
