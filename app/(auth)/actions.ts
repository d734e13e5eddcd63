"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { claimFirstAdmin } from "@/lib/accounts/claim-first-admin";
import { confirmEmail } from "@/lib/accounts/confirm-email";
import { requestPasswordReset } from "@/lib/accounts/request-password-reset";
import { resetPassword } from "@/lib/accounts/reset-password";
import {
  claimFirstAdminInput,
  confirmEmailInput,
  requestResetInput,
  resetPasswordInput,
  signInInput,
  signUpInput,
} from "@/lib/accounts/schemas";
import { signIn } from "@/lib/accounts/sign-in";
import { signUp } from "@/lib/accounts/sign-up";
import { visitorFormAction } from "@/lib/web/action";
import { knownBrowsers, rememberBrowserOf } from "@/lib/web/known-browser";
import { settleLanguage } from "@/lib/web/language-choice";
import { safeNextPath } from "@/lib/web/next-path";
import { pageLanguage } from "@/lib/web/page-language";
import { startSession } from "@/lib/web/session";

const signInForm = signInInput.extend({ next: z.string().max(2_000).optional() });

export const signInAction = visitorFormAction(signInForm, async ({ runtime, client }, input) => {
  const answer = await signIn(runtime, input, client, await knownBrowsers());
  if (answer.outcome === "code_needed") return { codeNeeded: true } as const;
  await startSession(answer.account, answer.withCode);
  await settleLanguage(answer.account);
  redirect(safeNextPath(input.next));
});

export const signUpAction = visitorFormAction(signUpInput, async ({ runtime, client }, input) =>
  signUp(runtime, input, client),
);

export const forgotPasswordAction = visitorFormAction(requestResetInput, async ({ runtime, client }, input) =>
  requestPasswordReset(runtime, input, {
    client,
    language: await pageLanguage(),
    browsers: await knownBrowsers(),
  }),
);

export const resetPasswordAction = visitorFormAction(
  resetPasswordInput,
  async ({ runtime, client }, input) => {
    const { userId } = await resetPassword(runtime, input, { client, language: await pageLanguage() });
    await rememberBrowserOf(userId);
  },
);

export const confirmEmailAction = visitorFormAction(confirmEmailInput, async ({ runtime, client }, input) => {
  const { userId, email } = await confirmEmail(runtime, input, { client, language: await pageLanguage() });
  await rememberBrowserOf(userId);
  return { email };
});

export const claimAdminAction = visitorFormAction(
  claimFirstAdminInput,
  async ({ runtime, client }, input) => {
    const account = await claimFirstAdmin(runtime, input, client);
    await startSession(account);
    await settleLanguage(account);
    redirect("/bots");
  },
);
