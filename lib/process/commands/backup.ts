import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { link, rm } from "node:fs/promises";
import { resolve } from "node:path";
import { writeBackup } from "../../data/backup/write-backup";
import { version } from "../../runtime/version";
import { ExpectedFailure } from "../plain-english";
import type { Command } from "./command";

export const backupCommand: Command = {
  name: "backup",
  usage: "FILE",
  operand: "FILE",
  summary: "write everything in the database to a new file, while Hookline goes on",
  options: {},
  async run(ctx, { FILE }) {
    const file = resolve(String(FILE));
    const data = await ctx.data();
    // Under its own name only when it is whole: half a backup must not look like one.
    const draft = `${file}.${process.pid}.part`;
    // Readable by its owner alone: it holds what people wrote.
    const sink = createWriteStream(draft, { mode: 0o600, flags: "wx", flush: true });
    try {
      await once(sink, "open");
      const { rows, createdAt } = await writeBackup(data, { hookline: version, sink });
      await link(draft, file);
      const people = rows.users ?? 0;
      const bots = rows.user_bots ?? 0;
      return {
        json: { file, createdAt, rows },
        text: `Wrote ${file}: accounts ${people}, bots ${bots}, updates ${rows.updates ?? 0}.\nKeep the keys of TOKEN_ENCRYPTION_KEYS (or DATA_DIR/token-encryption.keys) as well, and apart from it: without them the bots' tokens cannot be read.`,
      };
    } catch (error) {
      throw faultOf(error, file) ?? error;
    } finally {
      sink.destroy();
      await rm(draft, { force: true });
    }
  },
};

function faultOf(error: unknown, file: string): ExpectedFailure | undefined {
  const code = (error as { code?: unknown } | null)?.code;
  if (code === "EEXIST") return new ExpectedFailure(`${file} is there already. Name another file.`);
  if (code === "ENOENT") return new ExpectedFailure(`The folder of ${file} is not there.`);
  if (code === "EACCES" || code === "EPERM" || code === "EROFS") {
    return new ExpectedFailure(`${file} cannot be written: permission denied.`);
  }
  return code === "ENOSPC" ? new ExpectedFailure(`${file} cannot be written: the disk is full.`) : undefined;
}
