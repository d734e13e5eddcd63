"use server";

import { refresh } from "next/cache";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { z } from "zod";
import { changeEmail } from "@/lib/accounts/change-email";
import { changePassword } from "@/lib/accounts/change-password";
import { createOwnApiKey } from "@/lib/accounts/create-own-api-key";
import { deleteAccount } from "@/lib/accounts/delete-account";
import { disableTwoFactor } from "@/lib/accounts/disable-two-factor";
import { enableTwoFactor } from "@/lib/accounts/enable-two-factor";
import { endOtherSessions } from "@/lib/accounts/end-other-sessions";
import { endSession } from "@/lib/accounts/end-session";
import { renewRecoveryCodes } from "@/lib/accounts/renew-recovery-codes";
import { revokeApiKey } from "@/lib/accounts/revoke-api-key";
import {
  changeEmailInput,
  changePasswordInput,
  codeInput,
  createOwnApiKeyInput,
  deleteAccountInput,
  endSessionInput,
  passwordAndCodeInput,
  passwordInput,
  revokeApiKeyInput,
} from "@/lib/accounts/schemas";
import { startTwoFactor } from "@/lib/accounts/start-two-factor";
import { alertChoicesInput, chooseAlerts } from "@/lib/alerts/alert-choices";
import { qrCode } from "@/lib/core/qr-code";
import { action, formAction } from "@/lib/web/action";
import { rememberBrowserOf } from "@/lib/web/known-browser";
import { pageLanguage } from "@/lib/web/page-language";
import { dropSessionCookie } from "@/lib/web/session";

export const changePasswordAction = formAction(changePasswordInput, async (ctx, input) => {
  await changePassword(ctx, input, ctx);
  await rememberBrowserOf(ctx.actor.userId);
  refresh();
});

export const changeEmailAction = formAction(changeEmailInput, async (ctx, input) => {
  const answer = await changeEmail(ctx, input, await pageLanguage());
  refresh();
  return answer;
});

export const endSessionAction = action(endSessionInput, async (ctx, input) => {
  await endSession(ctx, input);
  refresh();
});

export const endOtherSessionsAction = action(z.strictObject({}), async (ctx) => {
  const { ended } = await endOtherSessions(ctx, ctx);
  refresh();
  return { ended };
});

export const chooseAlertsAction = action(alertChoicesInput, async (ctx, input) => {
  await chooseAlerts(ctx, input, await pageLanguage());
  refresh();
});

export const createApiKeyAction = formAction(createOwnApiKeyInput, async (ctx, input) => {
  const { key } = await createOwnApiKey(ctx, input, (await headers()).get("user-agent"));
  refresh();
  return { key };
});

export const revokeApiKeyAction = action(revokeApiKeyInput, async (ctx, input) => {
  await revokeApiKey(ctx, input);
  refresh();
});

export const startTwoFactorAction = formAction(passwordInput, async (ctx, input) => {
  const { secret, uri } = await startTwoFactor(ctx, input);
  return { secret, code: qrCode(uri) };
});

// No refresh: the page would show that it is on, where the recovery codes have to be read first.
export const enableTwoFactorAction = formAction(codeInput, (ctx, input) => enableTwoFactor(ctx, input));

export const renewRecoveryCodesAction = formAction(passwordAndCodeInput, (ctx, input) =>
  renewRecoveryCodes(ctx, input),
);

export const disableTwoFactorAction = formAction(passwordAndCodeInput, async (ctx, input) => {
  await disableTwoFactor(ctx, input);
  refresh();
});

export const deleteAccountAction = formAction(deleteAccountInput, async (ctx, input) => {
  await deleteAccount(ctx, input);
  await dropSessionCookie();
  redirect("/sign-in");
});

/** Ends the session that asks. */
export const signOutAction = action(z.strictObject({}), async (ctx) => {
  await endSession(ctx, ctx);
  await dropSessionCookie();
  redirect("/sign-in");
});
