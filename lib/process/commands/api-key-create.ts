import { createApiKey } from "../../accounts/create-api-key";
import { tellOfNewKey } from "../../accounts/tell-of-new-key";
import { redact } from "../../core/log";
import { mailerOf } from "../../mail/mailer-of";
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
    const data = await ctx.data();
    const { key, ...made } = await createApiKey({ data }, input);
    const mail = mailerOf(ctx.config);
    await tellOfNewKey({ data, config: ctx.config, mail }, made).catch((error: unknown) =>
      ctx.log(`The key is made, but its owner could not be told by mail: ${redact(String(error))}`),
    );
    mail?.close();
    return { json: { key }, text: key };
  },
};
