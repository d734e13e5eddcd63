import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { parseConfig } from "../config/env";
import { createDatabase, type Database } from "../data/database";
import { isMigrated, migrate } from "../data/migrate";
import { apiKeyCreateCommand } from "./commands/api-key-create";
import { backupCommand } from "./commands/backup";
import { type Command, type CommandContext, UsageError } from "./commands/command";
import { doctorCommand } from "./commands/doctor";
import { keysRotateCommand } from "./commands/keys-rotate";
import { migrateCommand } from "./commands/migrate";
import { restoreCommand } from "./commands/restore";
import { userCreateCommand } from "./commands/user-create";
import { userReset2faCommand } from "./commands/user-reset-2fa";
import { userResetLinkCommand } from "./commands/user-reset-link";
import { borrowDatabase, type OpenDatabase } from "./open-database";
import { ExpectedFailure, plainEnglish } from "./plain-english";

const commands: readonly Command[] = [
  migrateCommand,
  userCreateCommand,
  userReset2faCommand,
  userResetLinkCommand,
  apiKeyCreateCommand,
  keysRotateCommand,
  doctorCommand,
  backupCommand,
  restoreCommand,
];

function usage(): string {
  const lines = commands.map(
    ({ name, usage, summary }) => `  ${`${name} ${usage}`.trim().padEnd(48)}  ${summary}`,
  );
  return `Usage: npm run -s hookline -- <command> [--json]\n\n${lines.join("\n")}\n\n--json prints JSON alone on standard output.`;
}

function readArguments(args: readonly string[]) {
  const texts = args.filter((arg) => !arg.startsWith("-"));
  const command = commands.find(({ name }) => `${texts.slice(0, 2).join(" ")} `.startsWith(`${name} `));
  if (!command) {
    const typed = texts.slice(0, 2).join(" ");
    throw new UsageError(typed === "" ? "Name a command." : `There is no command "${typed}".`);
  }
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { ...command.options, json: { type: "boolean" } },
    });
    const extra = positionals.slice(command.name.split(" ").length);
    const operand = command.operand === undefined ? undefined : extra.shift();
    if (command.operand !== undefined && !operand)
      throw new UsageError(`"${command.name}" needs a ${command.operand}.`);
    if (extra.length > 0) throw new UsageError(`"${command.name}" takes no "${extra[0]}".`);
    for (const [option, { required }] of Object.entries(command.options)) {
      if (required && !(values as Record<string, unknown>)[option])
        throw new UsageError(`"${command.name}" needs --${option}.`);
    }
    const named = command.operand === undefined ? values : { ...values, [command.operand]: operand };
    return { command, values: named as Record<string, string | boolean | undefined> };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError((error as Error).message.split(". ")[0]);
  }
}

/** Opens what a command asks for, once, and closes it. */
function openContext(): { ctx: CommandContext; close(): Promise<void> } {
  const dataDir = resolve(process.env.DATA_DIR || ".data");
  const config = { ...parseConfig(process.env), DATA_DIR: dataDir };
  const log = (sentence: string) => console.error(sentence);
  let borrowed: Promise<OpenDatabase> | undefined;
  let opened: Promise<Database> | undefined;
  const databaseUrl = async () => {
    borrowed ??= borrowDatabase(config, log);
    return (await borrowed).url;
  };
  const open = async () => {
    const url = await databaseUrl();
    if (config.DATABASE_URL === undefined) await migrate(url, { log });
    else if (!(await isMigrated(url))) {
      throw new ExpectedFailure(
        "The database is not up to date: run `npm run -s hookline -- migrate` first.",
      );
    }
    return createDatabase(url, { connections: 2, applicationName: "hookline command" });
  };
  const data = () => {
    opened ??= open();
    return opened;
  };
  return {
    ctx: { env: process.env, config, log, databaseUrl, data },
    async close() {
      const database = await opened?.catch(() => undefined);
      await database?.close();
      const server = await borrowed?.catch(() => undefined);
      await server?.stop();
    },
  };
}

async function main(args: readonly string[]): Promise<number> {
  if (args.includes("--help") || args.includes("-h") || args[0] === "help") {
    console.log(usage());
    return 0;
  }
  const { command, values } = readArguments(args);
  const { ctx, close } = openContext();
  try {
    const { json, text, failed } = await command.run(ctx, values);
    console.log(values.json ? JSON.stringify(json) : text);
    return failed ? 1 : 0;
  } finally {
    await close();
  }
}

// The schema engine leaves a timer behind that would keep a finished command for ten seconds.
main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    const confused = error instanceof UsageError;
    console.error(confused ? `${error.message}\n\n${usage()}` : plainEnglish(error));
    process.exit(confused ? 2 : 1);
  },
);
