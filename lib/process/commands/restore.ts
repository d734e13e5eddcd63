import { once } from "node:events";
import { createReadStream } from "node:fs";
import { resolve } from "node:path";
import { parseConfig } from "../../config/env";
import { withSecrets } from "../../config/secrets";
import { restoreBackup } from "../../data/backup/restore-backup";
import { ExpectedFailure } from "../plain-english";
import type { Command, CommandContext } from "./command";

export const restoreCommand: Command = {
  name: "restore",
  usage: "FILE",
  operand: "FILE",
  summary: "put a backup into a database that holds nothing yet",
  options: {},
  async run(ctx, { FILE }) {
    const file = resolve(String(FILE));
    const source = createReadStream(file);
    try {
      await once(source, "open");
    } catch (error) {
      throw new ExpectedFailure(`${file} cannot be read (${(error as { code?: string }).code}).`);
    }
    const { rows, header } = await restoreBackup(await ctx.data(), source);
    const missingKeys = header.keyIds.filter((id) => !knownKeyIds(ctx).includes(id));
    const done = `Restored the backup of ${header.createdAt}: accounts ${rows.users ?? 0}, bots ${rows.user_bots ?? 0}, updates ${rows.updates ?? 0}.`;
    const advice =
      missingKeys.length === 0
        ? "Never run the original beside it: both would receive for the same bots."
        : `Before you start Hookline, bring the keys ${missingKeys.join(", ")} back (TOKEN_ENCRYPTION_KEYS, or the file token-encryption.keys in DATA_DIR): without them no bot's token can be read.`;
    return { json: { file, createdAt: header.createdAt, rows, missingKeys }, text: `${done}\n${advice}` };
  },
};

/** Ids of the keys that are at hand; none where none were ever made here. */
function knownKeyIds({ env, config }: CommandContext): string[] {
  try {
    // The other secret may be missing: it is made anew, and everybody signs in again.
    const given = { NEXTAUTH_SECRET: "-".repeat(32), ...env };
    const { TOKEN_ENCRYPTION_KEYS: keys = [] } = parseConfig(withSecrets(given, config.DATA_DIR, false));
    return keys.map(({ id }) => id);
  } catch {
    return config.TOKEN_ENCRYPTION_KEYS?.map(({ id }) => id) ?? [];
  }
}
