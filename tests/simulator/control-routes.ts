import { z } from "zod";
import type { Control } from "./control";
import { ControlError } from "./control-types";
import { FAULT_KINDS } from "./faults";

const newBot = z.object({
  token: z.string().optional(),
  username: z.string().optional(),
  first_name: z.string().optional(),
  photo: z.base64().optional(),
});
const bulk = z.object({ count: z.int().min(1).max(100_000) });
const userMessage = z.object({
  chat_id: z.int(),
  text: z.string(),
  from_id: z.int().optional(),
  chat_type: z.enum(["private", "group", "supergroup", "channel"]).optional(),
  first_name: z.string().optional(),
  last_name: z.string().optional(),
  username: z.string().optional(),
  language_code: z.string().optional(),
  title: z.string().optional(),
});
const callback = z.object({
  chat_id: z.int(),
  message_id: z.int(),
  data: z.string(),
  from_id: z.int().optional(),
});
const chatState = z.object({ blocked: z.boolean().optional(), migrate_to_chat_id: z.int().optional() });
const fault = z.object({
  kind: z.enum(FAULT_KINDS),
  for_ms: z.number().min(0).optional(),
  bot_id: z.int().optional(),
  delay_ms: z.number().min(0).optional(),
  retry_after: z.int().min(0).optional(),
  message: z.string().optional(),
});
const foreignPoll = z.object({ for_ms: z.number().min(0) });
const renumber = z.object({ next_update_id: z.int().min(1) });
const settings = z.strictObject({
  timeScale: z.number().positive().optional(),
  localMode: z.boolean().optional(),
  firstContactLimit: z.boolean().optional(),
  sendLimits: z.boolean().optional(),
  hosts: z.record(z.string(), z.string()).optional(),
  verifyDelayMs: z.number().min(0).optional(),
});

/** What a route gets: the numbers in its path, the query, and the body as it came. */
interface Input {
  control: Control;
  ids: [number, number];
  query: URLSearchParams;
  body: unknown;
}

type Route = [method: string, path: RegExp, run: (input: Input) => unknown];

function parse<T>(shape: z.ZodType<T>, body: unknown): T {
  const parsed = shape.safeParse(body ?? {});
  if (parsed.success) return parsed.data;
  const first = parsed.error.issues[0];
  throw new ControlError(`${first?.path.join(".") || "body"}: ${first?.message ?? "invalid"}`);
}

/** Only what was given: an absent setting must not overwrite one. */
function given<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const kept = Object.entries(value).filter(([, one]) => one !== undefined);
  return Object.fromEntries(kept) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

const routes: Route[] = [
  ["POST", /^\/sim\/bots$/, ({ control, body }) => control.createBot(parse(newBot, body))],
  [
    "POST",
    /^\/sim\/bots\/bulk$/,
    ({ control, body }) => ({ bots: control.createBots(parse(bulk, body).count) }),
  ],
  [
    "GET",
    /^\/sim\/bots$/,
    ({ control, query }) => control.bots(query.get("q") ?? "", Number(query.get("limit")) || undefined),
  ],
  ["GET", /^\/sim\/bots\/(\d+)$/, ({ control, ids }) => control.bot(ids[0])],
  ["DELETE", /^\/sim\/bots\/(\d+)$/, ({ control, ids }) => control.deleteBot(ids[0])],
  [
    "POST",
    /^\/sim\/bots\/(\d+)\/messages$/,
    ({ control, ids, body }) => control.sendMessage(ids[0], parse(userMessage, body)),
  ],
  [
    "POST",
    /^\/sim\/bots\/(\d+)\/updates$/,
    ({ control, ids, body }) => control.pushUpdate(ids[0], parse(z.record(z.string(), z.unknown()), body)),
  ],
  ["GET", /^\/sim\/bots\/(\d+)\/updates\/(\d+)$/, ({ control, ids }) => control.update(ids[0], ids[1])],
  [
    "POST",
    /^\/sim\/bots\/(\d+)\/callbacks$/,
    ({ control, ids, body }) => control.pressButton(ids[0], parse(callback, body)),
  ],
  [
    "GET",
    /^\/sim\/bots\/(\d+)\/calls$/,
    ({ control, ids, query }) =>
      control.calls(ids[0], Number(query.get("since") ?? 0) || 0, query.get("all") === "1"),
  ],
  ["GET", /^\/sim\/bots\/(\d+)\/chats$/, ({ control, ids }) => control.chats(ids[0])],
  ["GET", /^\/sim\/bots\/(\d+)\/chats\/(-?\d+)$/, ({ control, ids }) => control.messages(ids[0], ids[1])],
  [
    "POST",
    /^\/sim\/bots\/(\d+)\/chats\/(-?\d+)$/,
    ({ control, ids, body }) => control.setChat(ids[0], ids[1], parse(chatState, body)),
  ],
  [
    "POST",
    /^\/sim\/bots\/(\d+)\/foreign-poll$/,
    ({ control, ids, body }) => control.foreignPoll(ids[0], parse(foreignPoll, body).for_ms),
  ],
  [
    "POST",
    /^\/sim\/bots\/(\d+)\/renumber$/,
    ({ control, ids, body }) => control.renumber(ids[0], parse(renumber, body).next_update_id),
  ],
  ["POST", /^\/sim\/faults$/, ({ control, body }) => control.fault(parse(fault, body))],
  ["DELETE", /^\/sim\/faults$/, ({ control }) => control.clearFaults()],
  ["DELETE", /^\/sim\/faults\/(\d+)$/, ({ control, ids }) => control.clearFaults(ids[0])],
  ["GET", /^\/sim\/settings$/, ({ control }) => control.settings()],
  ["POST", /^\/sim\/settings$/, ({ control, body }) => control.settings(given(parse(settings, body)))],
  ["GET", /^\/sim\/stats$/, ({ control }) => control.stats()],
  ["POST", /^\/sim\/reset$/, ({ control }) => control.reset()],
];

/**
 * Runs one control call. Resolves to status and JSON value ({ok:true} where there is nothing to say); bad input is 400 {error}, what does not exist 404.
 */
export async function runControl(
  control: Control,
  method: string,
  path: string,
  query: URLSearchParams,
  bodyText: string,
): Promise<{ status: number; value: unknown }> {
  try {
    for (const [verb, pattern, run] of routes) {
      const match = verb === method ? pattern.exec(path) : null;
      if (!match) continue;
      const ids: [number, number] = [Number(match[1] ?? 0), Number(match[2] ?? 0)];
      return {
        status: 200,
        value: (await run({ control, ids, query, body: readJson(bodyText) })) ?? { ok: true },
      };
    }
    throw new ControlError(`no such call: ${method} ${path}`, 404);
  } catch (error) {
    if (error instanceof ControlError) return { status: error.status, value: { error: error.message } };
    throw error;
  }
}

function readJson(text: string): unknown {
  if (text.trim() === "") return {};
  try {
    return JSON.parse(text);
  } catch {
    throw new ControlError("the body is not JSON");
  }
}
