import { ConfigError } from "../config/env";
import { isHooklineError } from "../core/errors";
import { redact } from "../core/log";
import { BackupError } from "../data/backup/backup-file";
import { orDatabaseAway } from "../data/database-away";
import { EmbeddedError } from "../data/embedded-error";
import { MigrationError } from "../data/migration-error";

/** A start or a command fails for a reason that the message explains in full. */
export class ExpectedFailure extends Error {
  override readonly name = "ExpectedFailure";
}

/** What the operator reads of a failure: its sentence where it was expected, else where it came from too. */
export function plainEnglish(thrown: unknown): string {
  const error = orDatabaseAway(thrown);
  if (!(error instanceof Error)) return redact(String(error));
  const expected =
    error instanceof ConfigError ||
    error instanceof EmbeddedError ||
    error instanceof MigrationError ||
    error instanceof BackupError ||
    error instanceof ExpectedFailure ||
    isHooklineError(error);
  return redact(expected ? error.message : (error.stack ?? error.message));
}
