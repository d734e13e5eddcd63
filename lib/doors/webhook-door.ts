import type { BotDirectory, LoadedBot } from "../bots/bot-directory";
import { cidrMatcher } from "../config/cidr";
import { clientAddress } from "../config/client-address";
import type { Services } from "../context";
import { isHooklineError } from "../core/errors";
import { botIdOfSecret, sameSecret } from "../core/vault";
import { touchCanary } from "../data/canary";
import { markVerified } from "../data/incoming-update";
import type { Pipeline } from "../pipeline/pipeline";
import { canaryName, isCanary } from "../transport/canary";
import { readEnvelope } from "./envelope";
import { createGuessLimit } from "./guess-limit";

/** A request as both hosts hand it over: raw header values and bytes, nothing of Next or Node's HTTP. */
export interface WebhookRequest {
  /** The path's last part, as it stands. */
  userId: string;
  /** The address at the other end of the connection. */
  peer: string;
  header(name: string): string | undefined;
  /** Reads the body; undefined when it is longer than `most` bytes. Called only once the sender is proven. */
  body(most: number): Promise<Buffer | undefined>;
}

export interface WebhookAnswer {
  status: number;
  /** JSON. */
  body: string;
  retryAfterS?: number;
  /** For the header x-hookline-canary: tells our own 503 from a proxy's. */
  canary?: "alive" | "ill";
  /** The host calls it where the sender has hung up: what the answer carried goes another way. */
  notAnswered?: () => void;
}

export type WebhookDoor = (request: WebhookRequest) => Promise<WebhookAnswer>;

export interface WebhookDoorOptions {
  services: Services;
  bots: BotDirectory;
  pipeline: Pipeline;
  /** Milliseconds the answer waits for the behaviours; 8,000 unless told. */
  budgetMs?: number;
}

/** Most bytes of a body. Telegram's updates stay far below it. */
const maxBodyBytes = 1024 * 1024;

const answer = (status: number, error: string): WebhookAnswer => ({
  status,
  body: JSON.stringify({ error }),
});
const busy = (status: number, error: string): WebhookAnswer => ({ ...answer(status, error), retryAfterS: 2 });

/**
 * Telegram's way in: POST /webhook/{userId}. The sender is proven by the secret token before anything is
 * read; the update is stored before any 2xx; the bot's behaviours run before the answer, so that Telegram,
 * which keeps one message of a chat in flight, keeps the chat's order for us.
 */
export function createWebhookDoor(options: WebhookDoorOptions): WebhookDoor {
  const { services, bots, pipeline, budgetMs = 8_000 } = options;
  const { config, log } = services;
  const addressOf = clientAddress(config.TRUSTED_PROXIES);
  const allowed = config.WEBHOOK_IP_ALLOWLIST && cidrMatcher(config.WEBHOOK_IP_ALLOWLIST);
  const guesses = createGuessLimit(services.clock);
  const addressOfSender = ({ peer, header }: WebhookRequest) => addressOf(peer, header("x-forwarded-for"));

  /** The bot whose secret this is, or the answer to whoever guessed. */
  async function prove(request: WebhookRequest): Promise<LoadedBot | WebhookAnswer> {
    const userId = /^[1-9]\d{0,8}$/.test(request.userId) ? Number(request.userId) : undefined;
    if (userId === undefined) return answer(404, "no such tenant");
    const secret = request.header("x-telegram-bot-api-secret-token");
    const botId = secret === undefined ? undefined : botIdOfSecret(secret);
    if (secret !== undefined && botId !== undefined) {
      // Only what is not in memory counts against the limit: a flood of guesses cannot shut out Telegram.
      if (!bots.knows(botId) && guesses.exceeded(addressOfSender(request)))
        return busy(429, "too many failed requests");
      const fits = (bot: LoadedBot | undefined): bot is LoadedBot =>
        bot?.webhookSecret !== undefined && sameSecret(secret, bot.webhookSecret) && bot.ownerId === userId;
      const bot = bots.peek(botId) ?? (await bots.get(botId));
      if (fits(bot)) return bot;
      // The secret may be newer than what is in memory: a webhook set a moment ago delivers at once.
      const mayAsk = bot !== undefined && !guesses.exceeded(addressOfSender(request));
      const fresh = mayAsk ? await bots.reloadFor(botId, secret) : undefined;
      if (fits(fresh)) return fresh;
    }
    const address = addressOfSender(request);
    if (guesses.exceeded(address)) return busy(429, "too many failed requests");
    guesses.count(address);
    return (await bots.hasTenant(userId))
      ? answer(401, "wrong or missing secret token")
      : answer(404, "no such tenant");
  }

  /** Our own test of the public address: proves that it leads here and that the database takes a write. */
  async function meetCanary(request: WebhookRequest): Promise<WebhookAnswer> {
    const signature = request.header("x-telegram-bot-api-secret-token");
    if (!isCanary(config.NEXTAUTH_SECRET ?? "", signature)) {
      return answer(404, "no such tenant");
    }
    await touchCanary(services.data);
    return { status: 200, body: "{}", canary: "alive" };
  }

  return async (request) => {
    // The canary comes from our own machines, not from Telegram's; its signature stands for it.
    if (allowed && request.userId !== canaryName && !allowed(addressOfSender(request)))
      return answer(403, "address not allowed");
    try {
      if (request.userId === canaryName) return await meetCanary(request);
      pipeline.admission.admit();
      const bot = await prove(request);
      if ("status" in bot && "body" in bot) return bot;
      if (Number(request.header("content-length")) > maxBodyBytes) return answer(413, "body over 1 MiB");
      if (!isJson(request.header("content-type"))) return answer(400, "content type is not application/json");
      const body = await request.body(maxBodyBytes);
      if (!body) return answer(413, "body over 1 MiB");
      const envelope = readEnvelope(body);
      if (!envelope) return answer(400, "not an update: UTF-8 JSON with an update_id is expected");
      const { update, updateId, kind, chatId, payload } = envelope;
      const incoming = {
        botId: bot.id,
        updateId,
        arrival: updateId,
        kind,
        chatId,
        door: "webhook" as const,
        payload,
        update,
      };
      const reply = await pipeline.deliver(markVerified(incoming), budgetMs);
      if (!reply) return { status: 200, body: "{}" };
      return { status: 200, body: reply.body, notAnswered: () => pipeline.notAnswered(incoming) };
    } catch (error) {
      if (error instanceof Error && error.name === "Overloaded") return busy(429, "overloaded");
      if (!isHooklineError(error)) log.error({ err: error }, "webhook: not recorded");
      return request.userId === canaryName
        ? { ...busy(503, "not recorded"), canary: "ill" }
        : busy(503, "not recorded");
    }
  };
}

/** Telegram names application/json; a missing type is forgiven, another one is not ours. */
function isJson(contentType: string | undefined): boolean {
  return contentType === undefined || /^application\/(?:[\w.+-]+\+)?json\b/i.test(contentType.trim());
}
