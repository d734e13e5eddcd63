import { type DestinationStream, type Logger, pino } from "pino";

export type { Logger } from "pino";

/** A Telegram bot token anywhere in a text, e.g. inside the URL of a failed request. */
const tokenPattern = /\d{5,}:[A-Za-z0-9_-]{30,}/g;

/** A webhook secret, `<bot id>_<43 characters>`, or an API key, `hl_…`. */
const secretPattern = /\b(\d+_|hl_)[A-Za-z0-9_-]{40,}/g;

/** Replaces whatever looks like a token, a webhook secret or an API key. */
export function redact(text: string): string {
  return text.replace(tokenPattern, "[token]").replace(secretPattern, "$1[secret]");
}

/** What of an error goes into the log: its own words with every secret taken out. */
export function serializeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: redact(String(error)) };
  const { code } = error as { code?: unknown };
  return {
    type: error.name,
    message: redact(error.message),
    ...(typeof code === "string" ? { code } : {}),
    ...(error.stack ? { stack: redact(error.stack) } : {}),
    ...(error.cause === undefined ? {} : { cause: serializeError(error.cause) }),
  };
}

let stampedMs = 0;
let stamp = "";

/** The member that says when; lines of one millisecond share it. */
function timestamp(): string {
  const now = Date.now();
  if (now !== stampedMs) {
    stampedMs = now;
    stamp = `,"time":"${new Date(now).toISOString()}"`;
  }
  return stamp;
}

/** How long a line may wait for others to be written with it, in milliseconds. */
const gatherMs = 100;

/**
 * Standard output, written by the piece and not by the line: under load that is one call of the system for dozens of
 * updates. A process that is killed loses the last moment's lines; one that ends or fails does not.
 */
function gatheredOutput(): DestinationStream {
  const out = pino.destination({ dest: 1, sync: true, minLength: 8_192 });
  let gathering = false;
  const flush = () => {
    gathering = false;
    out.flush();
  };
  process.once("exit", () => out.flushSync());
  return {
    write(line) {
      out.write(line);
      if (gathering) return;
      gathering = true;
      setTimeout(flush, gatherMs).unref();
    },
  };
}

/** One for all loggers of a process. */
let output: DestinationStream | undefined;

/**
 * JSON lines on standard output. Errors go under `err` and lose their secrets; other fields are
 * chosen by the caller, who logs ids only, never texts or tokens.
 */
export function createLogger(level: string, name: string): Logger {
  output ??= gatheredOutput();
  const options = {
    level,
    base: { name, pid: process.pid },
    timestamp,
    serializers: { err: serializeError },
  };
  return pino(options, output);
}
