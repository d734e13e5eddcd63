import { createUser } from "../../accounts/create-user";
import type { Command } from "./command";

export const userCreateCommand: Command = {
  name: "user create",
  usage: "--email E --password P [--admin]",
  summary: "make an account",
  options: {
    email: { type: "string", required: true },
    password: { type: "string", required: true },
    admin: { type: "boolean" },
  },
  async run(ctx, { email, password, admin }) {
    const role = admin ? "admin" : "tenant";
    const data = await ctx.data();
    const user = await createUser({ data }, { email: String(email), password: String(password), role });
    return {
      json: { id: user.id, email: user.email, role: user.role },
      text: `Made ${user.role} ${user.email} with the number ${user.id}.`,
    };
  },
};
