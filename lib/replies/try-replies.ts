import { z } from "zod";
import { ownBot } from "../bots/own-bot";
import type { TenantContext } from "../context";
import { CompiledReply } from "./compile-replies";
import { type Explanation, explainMatch } from "./explain-match";
import { replyInput, toRow } from "./reply-schemas";
import { renderTemplate } from "./template";

/** A list as it stands in an editor: each reply is judged by itself, since some may not be finished. */
export const tryRepliesInput = z.strictObject({
  replies: z.array(z.unknown()).max(100, "A bot has at most 100 replies."),
  text: z
    .string()
    .trim()
    .min(1, "Write a message to try.")
    .max(4096, "Telegram takes at most 4096 characters."),
  language: z
    .string()
    .trim()
    .max(16, "A language is a code such as en or pt-br.")
    .optional()
    .transform((code) => code || undefined),
});

export type TriedReplies = Explanation & {
  /** What the bot would send, names filled in with those of a made-up person; null where nothing. */
  answer: string | null;
};

/** A person who is nobody, for the names in a text. */
const somebody = {
  first_name: "Ada",
  last_name: "Lovelace",
  username: "ada",
  chat_id: 48151623,
  update_id: 1,
};

/**
 * Which of these replies would answer a message, and why. Nothing is sent and nothing stored.
 *
 * @throws HooklineError not_found.
 */
export async function tryReplies(
  ctx: TenantContext,
  input: z.output<typeof tryRepliesInput> & { botId: number },
): Promise<TriedReplies> {
  const bot = await ownBot(ctx, input.botId);
  const parsed = input.replies.map((reply) => replyInput.safeParse(reply));
  const replies = parsed.flatMap(({ data }, index) =>
    data?.enabled ? [new CompiledReply(toRow(data), index)] : [],
  );
  const faulty = new Set(parsed.flatMap(({ success }, index) => (success ? [] : [index])));
  const explanation = await explainMatch(
    { replies, count: parsed.length, faulty },
    { text: input.text, languageCode: input.language, botUsername: bot.username },
    (sources, text) => ctx.expressions.search(ctx.actor.userId, sources, text),
  );
  const template = replies.find(({ index }) => index === explanation.match?.index)?.template;
  const values = { ...somebody, text: input.text, bot_username: bot.username };
  return { ...explanation, answer: template ? renderTemplate(template, values) : null };
}
