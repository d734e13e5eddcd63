import { setTimeout as pause } from "node:timers/promises";
import type { TenantContext } from "../context";
import { HooklineError } from "../core/errors";
import { requestReruns } from "../data/reruns";
import { findUpdate } from "../data/updates";
import type { Replay } from "./inspector-schemas";
import { ownBot } from "./own-bot";
import { arrivalOf, type UpdateName } from "./update-name";
import { type StoredUpdate, updateView } from "./update-view";
import { gone } from "./view-update";

/** How long a caller waits for what became of a replay, in milliseconds. */
const timeoutMs = 8_000;

/**
 * Handles an update once more, as a new attempt, in its chat's turn. Two that ask for the same attempt at once
 * get one.
 *
 * @param input.attempts the attempts the asker has seen; where more were made since, it is refused.
 * @throws HooklineError not_found, bot_paused, bot_unauthorized, conflict.
 */
export async function replayUpdate(
  ctx: TenantContext,
  input: { botId: number; attempts?: number | undefined } & UpdateName,
): Promise<Replay> {
  const bot = await ownBot(ctx, input.botId);
  assertReplays(bot.status);
  const arrival = await arrivalOf(ctx, bot.id, input);
  const row = arrival === undefined ? null : await findUpdate(ctx.data, bot.id, arrival);
  if (arrival === undefined || !row) throw gone(ctx);
  assertReplayable(row);
  const seen = input.attempts ?? row.attempts;
  const updates = [{ arrival, attempts: seen }];
  const asked = await requestReruns(ctx.data, { botId: bot.id, by: ctx.actor.userId, updates });
  if (asked.length === 0) {
    throw new HooklineError(
      "conflict",
      "This update has been tried again since you looked, or is about to be. Look at it again.",
    );
  }
  ctx.log.info({ bot: bot.id, update: updateView(row).updateId, by: ctx.actor.userId }, "replay asked for");
  return outcomeOf(ctx, bot.id, arrival, seen + 1);
}

export function assertReplays(status: "active" | "paused" | "unauthorized" | "conflict"): void {
  switch (status) {
    case "active":
      return;
    case "paused":
      throw new HooklineError("bot_paused", "The bot is paused. Resume it first, or make a dry run.");
    case "unauthorized":
      throw new HooklineError(
        "bot_unauthorized",
        "Telegram no longer accepts this bot's token. Give it a new one first, or make a dry run.",
      );
    case "conflict":
      throw new HooklineError(
        "conflict",
        "Another system has this bot. Take it back first, or make a dry run.",
      );
  }
}

function assertReplayable({ state }: StoredUpdate): void {
  if (state === "open") {
    throw new HooklineError("conflict", "This update is in work. Replay it when that is through.");
  }
  if (state === "quarantined") {
    throw new HooklineError(
      "conflict",
      "This update's chat is set aside. Release the chat: its updates are then handled in order.",
    );
  }
}

async function outcomeOf(
  ctx: TenantContext,
  botId: number,
  arrival: number,
  attempt: number,
): Promise<Replay> {
  const end = ctx.clock.monotonic() + timeoutMs;
  for (let pauseMs = 20; ; pauseMs = Math.min(500, pauseMs * 1.5)) {
    await pause(pauseMs);
    const row = await findUpdate(ctx.data, botId, arrival);
    if (!row) throw gone(ctx);
    const { state, attempts, error, actions } = updateView(row);
    const done = state !== "open" && attempts >= attempt;
    if (done) return { dryRun: false, done, attempt, error, actions };
    if (ctx.clock.monotonic() > end) return { dryRun: false, done, attempt, error: null, actions: [] };
  }
}
