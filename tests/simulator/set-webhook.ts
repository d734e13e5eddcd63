import { ApiError, badRequest, tooManyRequests } from "./api-error";
import type { Bot, Webhook } from "./bot";
import type { Params } from "./params";
import { endPollForWebhook } from "./polling";
import { scaled } from "./settings";
import { readAllowedUpdates } from "./update-kinds";
import { checkWebhookUrl, parseWebhookUrl, resolveWebhook } from "./webhook-address";
import type { WebhookTarget } from "./webhook-client";
import { WebhookDelivery } from "./webhook-delivery";
import type { World } from "./world";

const SET_GAP_SECONDS = 1;
const MAX_SECRET = 256;

interface Wanted extends Omit<Webhook, "lastErrorDate" | "lastErrorMessage" | "delivery"> {
  dropPending: boolean;
}

function readWanted(url: string, params: Params): Wanted {
  const ipAddress = params.text("ip_address");
  return {
    url,
    maxConnections: params.int("max_connections", 40, 1, 100),
    secretToken: params.text("secret_token"),
    ipAddress,
    fixIpAddress: ipAddress !== "",
    certificate: params.text("certificate"),
    dropPending: params.bool("drop_pending_updates"),
  };
}

function isSame(current: Webhook | null, wanted: Wanted): boolean {
  if (wanted.dropPending || wanted.certificate !== "") return false;
  if (!current) return wanted.url === "";
  return (
    current.url === wanted.url &&
    current.certificate === "" &&
    current.maxConnections === wanted.maxConnections &&
    current.secretToken === wanted.secretToken &&
    current.fixIpAddress === wanted.fixIpAddress &&
    (!current.fixIpAddress || current.ipAddress === wanted.ipAddress)
  );
}

/**
 * setWebhook and deleteWebhook (an empty url), in the order of Client::process_set_webhook_query: the throttle,
 * the older request, "already set", the held poll, the old webhook away, and only then the checks of the new one.
 * Returns the description of the success; throws the refusal.
 */
export async function setWebhook(world: World, bot: Bot, url: string, params: Params): Promise<string> {
  const now = performance.now();
  if (url !== "") {
    if (now < bot.nextSetWebhookAt) throw tooManyRequests(1);
    bot.nextSetWebhookAt = now + scaled(world.settings, SET_GAP_SECONDS);
  }
  const wanted = readWanted(url, params);
  const verifying = bot.cancelVerification !== null;
  bot.cancelVerification?.();
  if (!verifying && isSame(bot.webhook, wanted)) {
    applyAllowed(bot, url, params);
    return url === "" ? "Webhook is already deleted" : "Webhook is already set";
  }
  if (url !== "") endPollForWebhook(world, bot);
  const had = bot.webhook !== null || verifying;
  bot.webhook?.delivery?.close();
  bot.webhook = null;
  if (wanted.dropPending) bot.queue.clear();
  if (world.events.watched) world.events.emit({ type: "door", bot_id: bot.id });
  if (url === "") return had ? "Webhook was deleted" : "Webhook is already deleted";
  const parsed = parseWebhookUrl(url);
  if (wanted.secretToken.length > MAX_SECRET) throw badRequest("secret token is too long");
  if (!/^[A-Za-z0-9_-]*$/.test(wanted.secretToken))
    throw badRequest("secret token contains unallowed characters");
  applyAllowed(bot, url, params);
  await verify(world, bot, parsed, wanted);
  return "Webhook was set";
}

function applyAllowed(bot: Bot, url: string, params: Params): void {
  if (url === "") return;
  const allowed = readAllowedUpdates(params.raw.allowed_updates);
  if (allowed !== undefined) bot.allowed = allowed;
}

/** Finds the address, then starts delivering; a newer setWebhook or deleteWebhook in between ends it with 409. */
function verify(world: World, bot: Bot, url: URL, wanted: Wanted): Promise<void> {
  return new Promise((resolve, reject) => {
    let current = true;
    bot.cancelVerification = () => {
      current = false;
      bot.cancelVerification = null;
      world.conflict(bot, "terminated by other setWebhook", reject);
    };
    const done = (run: () => void) => {
      if (!current) return;
      bot.cancelVerification = null;
      run();
    };
    const start = (address: string) =>
      done(() => {
        if (bot.revoked) return reject(new ApiError(401, "Unauthorized"));
        startWebhook(world, bot, url, wanted, address);
        resolve();
      });
    const look = async () => {
      checkWebhookUrl(url, world.settings);
      return await resolveWebhook(url, wanted.ipAddress, world.settings);
    };
    look().then(
      (address) => {
        if (world.settings.verifyDelayMs === 0) start(address);
        else world.timers.after(world.settings.verifyDelayMs, () => start(address));
      },
      (error: unknown) => done(() => reject(error)),
    );
  });
}

function startWebhook(world: World, bot: Bot, url: URL, wanted: Wanted, address: string): void {
  const { dropPending: _dropped, ...kept } = wanted;
  const webhook: Webhook = {
    ...kept,
    ipAddress: address,
    lastErrorDate: 0,
    lastErrorMessage: "",
    delivery: null,
  };
  bot.webhook = webhook;
  webhook.delivery = openDelivery(world, bot, webhook, targetOf(url, wanted));
  if (world.events.watched) world.events.emit({ type: "door", bot_id: bot.id });
  webhook.delivery.pump();
}

function targetOf(url: URL, wanted: Wanted): WebhookTarget {
  const headers: Record<string, string> = {
    "content-type": "application/json",
    "accept-encoding": "gzip, deflate",
  };
  if (wanted.secretToken !== "") headers["X-Telegram-Bot-Api-Secret-Token"] = wanted.secretToken;
  if (url.username !== "") {
    const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
    headers.Authorization = `Basic ${Buffer.from(pair).toString("base64")}`;
  }
  return {
    origin: url.origin,
    path: `${url.pathname}${url.search}`,
    headers,
    ip: wanted.ipAddress === "" ? undefined : wanted.ipAddress,
    certificate: wanted.certificate === "" ? undefined : wanted.certificate,
  };
}

function openDelivery(world: World, bot: Bot, webhook: Webhook, target: WebhookTarget): WebhookDelivery {
  const { settings, timers, counts, events, faults, client } = world;
  return new WebhookDelivery(
    {
      settings,
      timers,
      queue: bot.queue,
      post(to, body, done) {
        counts.inFlight += 1;
        let open = true;
        const once = () => {
          if (open) counts.inFlight -= 1;
          open = false;
        };
        const abort = client.post(to, body, (outcome) => {
          once();
          done(outcome);
        });
        return (why) => {
          once();
          abort(why);
        };
      },
      unreachable: () => {
        const fault = faults.find(bot.id, "webhook-unreachable");
        return fault ? (fault.message ?? "Connection refused") : undefined;
      },
      attempted(update, at, status, error) {
        const now = Date.now();
        const attempt = { at, door: "webhook" as const, status, ms: now - at };
        bot.records.attempted(update.id, error === undefined ? attempt : { ...attempt, error });
        if (status >= 200 && status <= 299) counts.webhook += 1;
        if (events.watched)
          events.emit({
            type: "delivery",
            bot_id: bot.id,
            update_id: update.id,
            door: "webhook",
            status,
            after_ms: now - update.createdAt,
          });
      },
      failed(message) {
        webhook.lastErrorDate = Math.floor(Date.now() / 1000);
        webhook.lastErrorMessage = message;
      },
      replied(reply) {
        world.runReply(bot, reply);
      },
      gone() {
        bot.webhook?.delivery?.close();
        bot.webhook = null;
      },
    },
    target,
    webhook.maxConnections,
  );
}
