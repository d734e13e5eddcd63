import { z } from "zod";
import { badRequest } from "../api-error";
import type { Params } from "../params";

const MAX_BUTTON_DATA_BYTES = 64;

const button = z.looseObject({
  text: z.string().optional(),
  callback_data: z.string().optional(),
  url: z.string().optional(),
});
const inlineShape = z.looseObject({ inline_keyboard: z.array(z.array(button)) });

/**
 * The reply_markup of a call: an inline keyboard is checked and returned to be shown with the message; a reply
 * keyboard, its removal and a forced reply are accepted and, as with Telegram, not part of the message.
 * Throws 400 with Telegram's words for markup it cannot read.
 */
export function readReplyMarkup(params: Params): unknown {
  if (!params.has("reply_markup")) return undefined;
  const value = params.json("reply_markup");
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw badRequest("object expected as reply markup");
  if (!("inline_keyboard" in value)) return undefined;
  const parsed = inlineShape.safeParse(value);
  if (!parsed.success) throw badRequest("can't parse inline keyboard button: Field must be of type Array");
  for (const row of parsed.data.inline_keyboard) for (const one of row) checkButton(one);
  return { inline_keyboard: parsed.data.inline_keyboard };
}

function checkButton(one: z.infer<typeof button>): void {
  if (one.text === undefined)
    throw badRequest("can't parse inline keyboard button: Can't find field \"text\"");
  if (one.callback_data !== undefined) {
    const bytes = Buffer.byteLength(one.callback_data);
    if (bytes < 1 || bytes > MAX_BUTTON_DATA_BYTES) throw badRequest("BUTTON_DATA_INVALID");
    return;
  }
  if (one.url !== undefined) {
    if (!/^(https?|tg):\/\/./i.test(one.url) && !/^[\w-]+(\.[\w-]+)+/.test(one.url))
      throw badRequest(`inline keyboard button URL '${one.url}' is invalid: URL host is empty`);
    return;
  }
  const other = Object.keys(one).some(
    (field) => field !== "text" && field !== "url" && field !== "callback_data",
  );
  if (!other) throw badRequest("Text buttons are unallowed in the inline keyboard");
}
