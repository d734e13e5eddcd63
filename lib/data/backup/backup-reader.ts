import { createHash } from "node:crypto";
import type { z } from "zod";
import { BackupError, endOfRows } from "./backup-file";

const newline = 0x0a;
const longestLine = 1024 * 1024;

/** Reads a backup's text from its start to its end, and keeps the hash of what it has read. */
export class BackupReader {
  private readonly chunks: AsyncIterator<Buffer>;
  private unread: Buffer = Buffer.alloc(0);
  private readonly hash = createHash("sha256");

  constructor(text: AsyncIterable<Buffer>) {
    this.chunks = text[Symbol.asyncIterator]();
  }

  /** The hash of everything read so far. */
  digest(): string {
    return this.hash.copy().digest("hex");
  }

  /**
   * The next line as JSON of the form `schema` says.
   *
   * @throws BackupError where there is none.
   */
  async json<S extends z.ZodType>(schema: S): Promise<z.output<S>> {
    let end = this.unread.indexOf(newline);
    while (end < 0) {
      if (this.unread.length > longestLine) throw damaged();
      await this.fill();
      end = this.unread.indexOf(newline);
    }
    const text = this.take(end + 1).toString();
    const parsed = schema.safeParse(jsonOf(text));
    if (!parsed.success) throw damaged();
    return parsed.data;
  }

  /** The rows of a table, in pieces that end with whole rows. */
  async *rows(): AsyncGenerator<Buffer> {
    const end = Buffer.from(endOfRows);
    const endAfterRow = Buffer.from(`\n${endOfRows}`);
    for (;;) {
      if (this.unread.subarray(0, end.length).equals(end)) {
        this.take(end.length);
        return;
      }
      const at = this.unread.indexOf(endAfterRow);
      const whole = at >= 0 ? at : this.unread.lastIndexOf(newline);
      if (whole >= 0) yield this.take(whole + 1);
      else await this.fill();
    }
  }

  /** @throws BackupError where something follows. */
  async end(): Promise<void> {
    const { done } = await this.chunks.next();
    if (!done || this.unread.length > 0) throw damaged();
  }

  private async fill(): Promise<void> {
    const { done, value } = await this.chunks.next();
    if (done) throw new BackupError("The backup ends in the middle: it was not written or copied whole.");
    this.unread = Buffer.concat([this.unread, value]);
  }

  private take(length: number): Buffer {
    const taken = this.unread.subarray(0, length);
    this.unread = this.unread.subarray(length);
    this.hash.update(taken);
    return taken;
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw damaged();
  }
}

function damaged(): BackupError {
  return new BackupError("This is no backup of Hookline, or it is damaged.");
}
