import { readLimited } from "../read-limited";
import { Refusal } from "./refusal";

/** As much as Telegram itself takes; nobody's replies come near it. */
const maxBytes = 1024 * 1024;

/** Deeper than any reply markup, shallow enough for everything that walks it. */
const maxLevels = 64;

const isJson = /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i;

/**
 * Reads a request's JSON.
 *
 * @throws Refusal 415 for another content type, 413 above 1 MiB, 400 for what is no JSON.
 */
export async function readJson(request: Request): Promise<unknown> {
  if (!isJson.test(request.headers.get("content-type") ?? "")) {
    throw new Refusal(
      415,
      "unsupported_media_type",
      "Send the body as JSON, with Content-Type: application/json.",
    );
  }
  const bytes = await readBytes(request);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new Refusal(400, "malformed_body", "The body is not valid JSON in UTF-8.");
  }
  assertStorable(value);
  return value;
}

async function readBytes(request: Request): Promise<Uint8Array> {
  const declared = Number(request.headers.get("content-length") ?? 0);
  const bytes = declared > maxBytes ? undefined : await readLimited(request.body, maxBytes);
  if (!bytes) throw new Refusal(413, "body_too_large", "The body is larger than 1 MiB.");
  return bytes;
}

/** PostgreSQL stores no U+0000, and nothing that is nested without end is worth reading. */
function assertStorable(root: unknown): void {
  const open: { value: unknown; level: number }[] = [{ value: root, level: 1 }];
  for (let entry = open.pop(); entry; entry = open.pop()) {
    const { value, level } = entry;
    if (typeof value === "string") assertNoNul(value);
    if (typeof value !== "object" || value === null) continue;
    if (level > maxLevels) throw new Refusal(400, "malformed_body", "The body is nested too deeply.");
    for (const [name, member] of Object.entries(value)) {
      assertNoNul(name);
      open.push({ value: member, level: level + 1 });
    }
  }
}

/** @throws Refusal 400. */
export function assertNoNul(text: string): void {
  if (text.includes("\0")) throw new Refusal(400, "malformed_body", "The character U+0000 cannot be stored.");
}
