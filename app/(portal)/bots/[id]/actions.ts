"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { botInfo } from "@/lib/bots/bot-info";
import { checkNewToken } from "@/lib/bots/check-new-token";
import { dropPending } from "@/lib/bots/drop-pending";
import { removeBot } from "@/lib/bots/remove-bot";
import { rotateToken } from "@/lib/bots/rotate-token";
import { parseModeSchema, patchBotInput, rotateTokenInput, sendMessageInput } from "@/lib/bots/schemas";
import { sendMessage } from "@/lib/bots/send-message";
import { updateBot } from "@/lib/bots/update-bot";
import { rowId, typedRowId } from "@/lib/core/row-id";
import { putReplies } from "@/lib/replies/put-replies";
import { readReplies } from "@/lib/replies/read-replies";
import { repliesInput } from "@/lib/replies/reply-schemas";
import { tryReplies, tryRepliesInput } from "@/lib/replies/try-replies";
import { action, formAction } from "@/lib/web/action";
import { pageSentences } from "@/lib/web/page-language";

const botId = rowId;

/** The door, pause and resume, and every setting: one verb. */
export const patchBotAction = action(
  z.strictObject({ botId, patch: patchBotInput }),
  async (ctx, { botId, patch }) => {
    const { activeDoor, doorReason } = await updateBot(ctx, { botId, ...patch });
    refresh();
    // A webhook that cannot be set is no failure: the bot polls, and whoever asked hears why.
    return { activeDoor, doorReason: doorReason && (await pageSentences())(doorReason) };
  },
);

export const saveRepliesAction = action(repliesInput.extend({ botId }), async (ctx, { botId, replies }) => {
  await putReplies(ctx, { botId, replies });
  refresh();
});

/** A list from a file, by the rules that saving it has; nothing is stored. */
export const readRepliesAction = action(repliesInput, (ctx, input) => readReplies(ctx, input));

export const tryRepliesAction = action(tryRepliesInput.extend({ botId }), (ctx, input) =>
  tryReplies(ctx, input),
);

export const checkNewTokenAction = action(rotateTokenInput.extend({ botId }), (ctx, input) =>
  checkNewToken(ctx, input),
);

export const rotateTokenAction = formAction(
  rotateTokenInput.extend({ botId: typedRowId }),
  async (ctx, input) => {
    await rotateToken(ctx, input);
    refresh();
  },
);

const sendForm = sendMessageInput.extend({
  botId: typedRowId,
  chatId: z
    .string()
    .trim()
    .pipe(
      z
        .string()
        .regex(
          /^@[A-Za-z][A-Za-z0-9_]{3,31}$|^-?\d{1,16}$/,
          "A chat is a number, or @name of a public chat.",
        ),
    ),
  parseMode: z.preprocess((value) => (value === "" ? undefined : value), parseModeSchema.optional()),
});

export const sendMessageAction = formAction(sendForm, async (ctx, input) => {
  const { messageId } = await sendMessage(ctx, input);
  return { messageId };
});

export const countPendingAction = action(z.strictObject({ botId }), async (ctx, input) => {
  const { webhookInfo } = await botInfo(ctx, input);
  return { waiting: webhookInfo.pending_update_count };
});

export const dropPendingAction = action(z.strictObject({ botId }), async (ctx, input) => {
  const answer = await dropPending(ctx, input);
  refresh();
  return answer;
});

export const removeBotAction = action(z.strictObject({ botId }), async (ctx, input) => {
  await removeBot(ctx, input);
  redirect("/bots");
});
