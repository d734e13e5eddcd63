import type { Config } from "../../config/env";
import type { Database } from "../../data/database";

/** The command line was not understood: exit code 2. */
export class UsageError extends Error {}

/** What a command works with. Nothing is opened before it asks. */
export interface CommandContext {
  env: Readonly<Record<string, string | undefined>>;
  config: Config;
  /** Takes sentences for the operator: standard error, so that standard output holds the result alone. */
  log: (sentence: string) => void;
  /** The database's address; an embedded one is started where none runs. */
  databaseUrl(): Promise<string>;
  /** The database, migrated. */
  data(): Promise<Database>;
}

export interface CommandResult {
  /** Printed with --json. */
  json: unknown;
  /** Printed without. */
  text: string;
  /** True where the command ran but what it found is bad: exit code 1. */
  failed?: boolean;
}

export interface Command {
  /** As typed, e.g. "user create". */
  name: string;
  /** What follows the name in the usage text. */
  usage: string;
  summary: string;
  /** The name of what follows the command without an option, e.g. "FILE"; its value comes under this name. */
  operand?: string;
  options: Readonly<Record<string, { type: "string" | "boolean"; required?: boolean }>>;
  run(
    ctx: CommandContext,
    values: Readonly<Record<string, string | boolean | undefined>>,
  ): Promise<CommandResult>;
}
