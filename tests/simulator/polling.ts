import type { ApiError } from "./api-error";
import type { Bot, HeldPoll } from "./bot";
import type { Params } from "./params";
import { scaled } from "./settings";
import { readAllowedUpdates } from "./update-kinds";
import type { StoredUpdate } from "./update-queue";
import type { World } from "./world";

const MAX_TIMEOUT_SECONDS = 50;
const WEBHOOK_ACTIVE =
  "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";
const OTHER_POLL = "terminated by other getUpdates request; make sure that only one bot instance is running";
const SET_WEBHOOK = "terminated by setWebhook request";
// A held poll waits 1 ms for company before it answers (LONG_POLL_WAIT_AFTER).
const WAKE_MS = 1;

/** getUpdates: answers a JSON array of updates, now or when one comes, or refuses with the 409s of its own. */
export function getUpdates(world: World, bot: Bot, params: Params): Promise<string> | string {
  if (bot.webhook || bot.cancelVerification)
    return new Promise((_resolve, reject) => world.conflict(bot, WEBHOOK_ACTIVE, reject));
  const offset = params.int("offset", 0);
  let limit = params.int("limit", 100, 1, 100);
  // The client's own timeout is real seconds; only Telegram's 3 s and 0.5 s rules are on the scaled clock.
  let timeoutMs = params.int("timeout", 0, 0, MAX_TIMEOUT_SECONDS) * 1000;
  const allowed = readAllowedUpdates(params.raw.allowed_updates);
  if (allowed !== undefined) bot.allowed = allowed;
  const now = performance.now();
  const sameAgain = offset === bot.lastPollOffset ? now - bot.lastPollAt : Number.POSITIVE_INFINITY;
  if (sameAgain < scaled(world.settings, 3)) timeoutMs = Math.max(timeoutMs, scaled(world.settings, 3));
  if (sameAgain < scaled(world.settings, 0.5)) limit = 1;
  bot.lastPollOffset = offset;
  bot.lastPollAt = now;
  const batch = bot.queue.poll(offset, limit, Date.now());
  if (batch.length > 0 || timeoutMs === 0) return hand(world, bot, batch);
  endPoll(world, bot, OTHER_POLL);
  return new Promise((resolve, reject) => {
    hold(
      world,
      bot,
      { offset, limit, waking: false, answer: resolve, refuse: reject, foreign: false },
      timeoutMs,
    );
  });
}

/** A held poll of another program with the same token: it takes the place of ours and never lets updates through. */
export function holdForeignPoll(world: World, bot: Bot, forMs: number): void {
  endPoll(world, bot, OTHER_POLL);
  bot.foreignPollUntil = performance.now() + forMs;
  const again = () => {
    const left = bot.foreignPollUntil - performance.now();
    if (left <= 0 || bot.revoked) return;
    if (bot.webhook) return retry();
    endPoll(world, bot, OTHER_POLL);
    const poll = { offset: 0, limit: 100, waking: false, answer() {}, refuse: retry, foreign: true };
    hold(world, bot, poll, left);
  };
  // The other program comes back a little after it was thrown out, as two pollers of one token do for ever.
  const retry = () => {
    world.timers.after(Math.min(1000, scaled(world.settings, 3) / 2), again);
  };
  again();
}

/** Ends a held poll because a webhook is being set. */
export function endPollForWebhook(world: World, bot: Bot): void {
  endPoll(world, bot, SET_WEBHOOK);
}

/** Updates were stored: the held poll answers in a moment, taking along what comes until then. */
export function wakePoll(world: World, bot: Bot): void {
  const poll = bot.poll;
  if (!poll || poll.waking || poll.foreign) return;
  poll.waking = true;
  world.timers.cancel(poll.timer);
  poll.timer = world.timers.after(WAKE_MS, () => release(world, bot, poll));
}

function hold(world: World, bot: Bot, poll: Omit<HeldPoll, "timer">, timeoutMs: number): void {
  const held: HeldPoll = { ...poll, timer: world.timers.after(timeoutMs, () => release(world, bot, held)) };
  bot.poll = held;
  world.counts.pollsHeld += 1;
  if (world.events.watched) world.events.emit({ type: "door", bot_id: bot.id });
}

function release(world: World, bot: Bot, poll: HeldPoll): void {
  if (bot.poll !== poll) return;
  bot.poll = null;
  world.counts.pollsHeld -= 1;
  poll.answer(poll.foreign ? "[]" : hand(world, bot, bot.queue.poll(poll.offset, poll.limit, Date.now())));
}

function endPoll(world: World, bot: Bot, why: string): void {
  const poll = bot.poll;
  if (!poll) return;
  bot.poll = null;
  world.timers.cancel(poll.timer);
  world.counts.pollsHeld -= 1;
  world.conflict(bot, why, poll.refuse);
}

/** Ends a held poll of a bot whose token was revoked. */
export function refusePoll(world: World, bot: Bot, error: ApiError): void {
  const poll = bot.poll;
  if (!poll) return;
  bot.poll = null;
  world.timers.cancel(poll.timer);
  world.counts.pollsHeld -= 1;
  poll.refuse(error);
}

function hand(world: World, bot: Bot, batch: StoredUpdate[]): string {
  if (batch.length === 0) return "[]";
  const at = Date.now();
  for (const update of batch) {
    bot.records.attempted(update.id, { at, door: "polling", status: 200, ms: 0 });
    world.counts.polling += 1;
    if (world.events.watched)
      world.events.emit({
        type: "delivery",
        bot_id: bot.id,
        update_id: update.id,
        door: "polling",
        status: 200,
        after_ms: at - update.createdAt,
      });
  }
  return `[${batch.map((update) => `{"update_id":${update.id},\n${update.json}}`).join(",")}]`;
}
