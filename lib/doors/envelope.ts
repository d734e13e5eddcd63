import { isUtf8 } from "node:buffer";
import type { Update } from "../telegram/client";

/** An update whose form is known to be right. */
export interface Envelope {
  update: Update;
  updateId: number;
  /** The name of the update's content, e.g. "message"; "unknown" where the Bot API has no such name. */
  kind: string;
  chatId: number | null;
}

interface ChatHolder {
  chat?: { id?: unknown };
  message?: { chat?: { id?: unknown } };
}

/**
 * Reads the bytes of one update.
 *
 * @returns undefined unless it is UTF-8, JSON, an object, with an update_id from 0 to 2^53 - 1.
 */
export function readEnvelope(body: Buffer): (Envelope & { payload: string }) | undefined {
  if (body.length === 0 || !isUtf8(body)) return undefined;
  const payload = body.toString("utf8");
  let value: unknown;
  try {
    value = JSON.parse(payload);
  } catch {
    return undefined;
  }
  const envelope = envelopeOf(value);
  return envelope && { ...envelope, payload };
}

/** The same for an update that is parsed already, as getUpdates gives it. */
export function envelopeOf(value: unknown): Envelope | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const updateId = (value as { update_id?: unknown }).update_id;
  if (!Number.isSafeInteger(updateId) || (updateId as number) < 0) return undefined;
  let kind = "unknown";
  let content: unknown;
  // Telegram promises at most one more member; its name says what the update is.
  for (const name in value) {
    if (name === "update_id") continue;
    // Kinds are looked up in tables of words and counters: a name that every object has is none.
    if (/^[a-z][a-z_]{0,62}$/.test(name) && !(name in Object.prototype)) {
      kind = name;
      content = (value as Record<string, unknown>)[name];
    }
    break;
  }
  return { update: value as Update, updateId: updateId as number, kind, chatId: chatIdOf(content) };
}

function chatIdOf(content: unknown): number | null {
  if (typeof content !== "object" || content === null) return null;
  const { chat, message } = content as ChatHolder;
  const id = chat?.id ?? message?.chat?.id;
  return Number.isSafeInteger(id) ? (id as number) : null;
}
