import { migrate } from "../../data/migrate";
import type { Command } from "./command";

export const migrateCommand: Command = {
  name: "migrate",
  usage: "",
  summary: "bring the database to this version's form",
  options: {},
  async run(ctx) {
    const applied = await migrate(await ctx.databaseUrl());
    const text = applied.length > 0 ? `Applied ${applied.join(", ")}.` : "The database is up to date.";
    return { json: { applied }, text };
  },
};
