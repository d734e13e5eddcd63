import { z } from "zod";

/**
 * A backup is gzip over text, so that anybody can look into it with zcat:
 *
 *     {"format":"hookline-backup","version":1,…}          the header
 *     {"table":"users","columns":["id",…]}                for each table, parents first:
 *     …rows as COPY writes them…
 *     \.                                                  (no row reads like that: COPY escapes backslashes)
 *     {"sequences":{"users_id_seq":12,…},"rows":{…},"sha256":"…"}
 *
 * The last line's hash is over every byte before that line.
 */
export const headerSchema = z.object({
  format: z.literal("hookline-backup"),
  version: z.literal(1),
  /** The Hookline that wrote it. */
  hookline: z.string(),
  createdAt: z.iso.datetime(),
  /** The database's form: only one of the same form can take it. */
  migrations: z.array(z.string()).min(1),
  /** The keys that its tokens are sealed under; the keys themselves are kept apart. */
  keyIds: z.array(z.string()),
});
export type BackupHeader = z.output<typeof headerSchema>;

export const tableLineSchema = z.object({ table: z.string(), columns: z.array(z.string()).min(1) });

export const trailerSchema = z.object({
  sequences: z.record(z.string(), z.int().min(1)),
  rows: z.record(z.string(), z.int().min(0)),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

export const endOfRows = "\\.\n";

/** A backup cannot be written or read; the message is for the operator. */
export class BackupError extends Error {
  override readonly name = "BackupError";
}
