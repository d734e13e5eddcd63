import { resetTwoFactorOf } from "../../accounts/reset-two-factor-of";
import type { Command } from "./command";

export const userReset2faCommand: Command = {
  name: "user reset-2fa",
  usage: "--email E",
  summary: "turn an account's two-factor sign-in off, when device and codes are lost",
  options: { email: { type: "string", required: true } },
  async run(ctx, { email }) {
    await resetTwoFactorOf({ data: await ctx.data() }, String(email));
    return { json: { reset: true }, text: `${email} signs in with the password alone now.` };
  },
};
