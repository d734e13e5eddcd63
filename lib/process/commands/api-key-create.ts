import { createApiKey } from "../../accounts/create-api-key";
import type { Command } from "./command";

export const apiKeyCreateCommand: Command = {
  name: "api-key create",
  usage: "--email E [--name N] [--scopes read,write,messages] [--days D]",
  summary: "make an API key for an account; it is shown this once",
  options: {
    email: { type: "string", required: true },
    name: { type: "string" },
    scopes: { type: "string" },
    days: { type: "string" },
  },
  async run(ctx, { email, name, scopes, days }) {
    const input = {
      email: String(email),
      name: typeof name === "string" ? name : "Command line",
      scopes,
      expiresInDays: days,
    };
    const { key } = await createApiKey({ data: await ctx.data() }, input);
    return { json: { key }, text: key };
  },
};
