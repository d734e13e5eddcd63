import type { Config } from "../config/env";
import { checkServer } from "../data/check-server";
import { DataDirInUse, type Embedded, type EmbeddedOptions, startEmbedded } from "../data/embedded";
import { runningDatabase } from "../data/embedded-record";
import { ExpectedFailure } from "./plain-english";

export type OpenDatabase = Pick<Embedded, "url" | "stop">;

/**
 * The database of `npm start`: DATABASE_URL's where it is set, else the embedded one, started.
 *
 * @throws ExpectedFailure, EmbeddedError with one sentence.
 */
export async function openDatabase(config: Config, log: EmbeddedOptions["log"]): Promise<OpenDatabase> {
  return (await ownDatabase(config)) ?? startEmbedded({ dataDir: config.DATA_DIR, log });
}

/** How long a command waits for a Hookline or a command that is just starting or stopping. */
const waitMs = 60_000;

/** The database of a command: as above, but an embedded one that runs is used and left running. */
export async function borrowDatabase(config: Config, log: EmbeddedOptions["log"]): Promise<OpenDatabase> {
  const own = await ownDatabase(config);
  if (own) return own;
  for (const deadline = Date.now() + waitMs; ; ) {
    try {
      return await startEmbedded({ dataDir: config.DATA_DIR, log, purpose: "command" });
    } catch (error) {
      if (!(error instanceof DataDirInUse) || Date.now() > deadline) throw error;
      // Another command's database goes when that command ends: only Hookline's own is to be relied on.
      const url = error.holder.purpose === "hookline" ? await runningDatabase(config.DATA_DIR) : undefined;
      if (url) return { url, stop: async () => {} };
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function ownDatabase(config: Config): Promise<OpenDatabase | undefined> {
  if (config.DATABASE_URL === undefined) return undefined;
  const fault = await checkServer(config.DATABASE_URL);
  if (fault) throw new ExpectedFailure(fault);
  return { url: config.DATABASE_URL, stop: async () => {} };
}
