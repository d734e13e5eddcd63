"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { checkToken } from "@/lib/bots/check-token";
import { registerBot } from "@/lib/bots/register-bot";
import { modeSchema, rotateTokenInput, tokenSchema } from "@/lib/bots/schemas";
import { action, formAction } from "@/lib/web/action";
import { pageLanguage } from "@/lib/web/page-language";

export const checkTokenAction = action(rotateTokenInput, (ctx, input) => checkToken(ctx, input));

/** The form as a browser sends it: a tick is there or not. */
const registerForm = z.strictObject({
  token: tokenSchema,
  mode: modeSchema.optional(),
  dropPending: z.literal("true").optional(),
});

export const registerAction = formAction(registerForm, async (ctx, { token, mode, dropPending }) => {
  const input = { token, mode, dropPending: dropPending === "true" };
  const bot = await registerBot(ctx, input, await pageLanguage());
  redirect(`/bots/${bot.id}/welcome`);
});
