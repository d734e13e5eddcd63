import { createResetLink } from "../../accounts/create-reset-link";
import { portalAddress } from "../portal-address";
import type { Command } from "./command";

export const userResetLinkCommand: Command = {
  name: "user reset-link",
  usage: "--email E",
  summary: "make a link to choose a new password, good for an hour",
  options: { email: { type: "string", required: true } },
  async run(ctx, { email }) {
    const baseUrl = portalAddress(ctx.config);
    const link = await createResetLink({ data: await ctx.data() }, { email: String(email), baseUrl });
    return { json: { link }, text: link };
  },
};
