import { createInterface } from "node:readline";
import { Writable } from "node:stream";

/**
 * The first line of standard input; a terminal asks for it and does not show it.
 *
 * @param timeoutMs how long a pipe may say nothing; for ever unless told.
 * @returns undefined where it ends, or nothing comes.
 */
export function readFirstLine(input: NodeJS.ReadStream, timeoutMs?: number): Promise<string | undefined> {
  const unseen = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input, output: unseen, terminal: input.isTTY });
  // Only now: what is typed from here on is not shown.
  if (input.isTTY) process.stderr.write("Password: ");
  const timer =
    input.isTTY || timeoutMs === undefined ? undefined : setTimeout(() => lines.close(), timeoutMs);
  return new Promise((resolve) => {
    lines.once("line", (line) => {
      resolve(line);
      lines.close();
    });
    lines.once("close", () => {
      clearTimeout(timer);
      if (input.isTTY) process.stderr.write("\n");
      resolve(undefined);
    });
  });
}
