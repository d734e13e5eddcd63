"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { findReplayable } from "@/lib/bots/find-replayable";
import { attemptsSeen, maxDryRuns, type Replay, replayManyInput } from "@/lib/bots/inspector-schemas";
import { quarantineChat } from "@/lib/bots/quarantine-chat";
import { releaseChat } from "@/lib/bots/release-chat";
import { replayUpdate } from "@/lib/bots/replay-update";
import { replayUpdates } from "@/lib/bots/replay-updates";
import { updatesQuery } from "@/lib/bots/schemas";
import { rowId } from "@/lib/core/row-id";
import { dryRunUpdate, dryRunUpdates } from "@/lib/replies/dry-run-update";
import { action } from "@/lib/web/action";
import { pageSentences } from "@/lib/web/page-language";

const botId = rowId;
const arrival = z.int().min(0);
const chatId = z.int();

export const dryRunAction = action(z.strictObject({ botId, arrival }), async (ctx, input) =>
  inPageLanguage(await dryRunUpdate(ctx, input)),
);

export const dryRunManyAction = action(
  z.strictObject({ botId, arrivals: z.array(arrival).min(1).max(maxDryRuns) }),
  (ctx, input) => dryRunUpdates(ctx, input),
);

export const replayAction = action(
  z.strictObject({ botId, arrival, attempts: attemptsSeen }),
  async (ctx, input) => {
    const outcome = await replayUpdate(ctx, input);
    refresh();
    return inPageLanguage(outcome);
  },
);

export const replayManyAction = action(replayManyInput.extend({ botId }), async (ctx, input) => {
  const outcome = await replayUpdates(ctx, input);
  refresh();
  return outcome;
});

/** What became of an attempt, in the words of the page. Telegram's own stay as they are. */
async function inPageLanguage(outcome: Replay): Promise<Replay> {
  return { ...outcome, error: outcome.error && (await pageSentences())(outcome.error) };
}

/** What of a filter's updates a replay would take, with the attempts that were seen. */
export const matchingAction = action(
  z.strictObject({ botId, filter: updatesQuery.omit({ limit: true, cursor: true }) }),
  (ctx, { botId: id, filter }) => findReplayable(ctx, { botId: id, ...filter }),
);

export const setAsideAction = action(z.strictObject({ botId, chatId }), async (ctx, input) => {
  await quarantineChat(ctx, input);
  refresh();
});

export const releaseAction = action(
  z.strictObject({ botId, chatId, discard: z.boolean() }),
  async (ctx, input) => {
    await releaseChat(ctx, input);
    refresh();
  },
);
