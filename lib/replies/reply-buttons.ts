import { z } from "zod";
import { countedFirst } from "./counted-first";

/** A button under a reply, as it is stored: it opens an address or acts as if its text were typed. */
export type Button =
  | { readonly text: string; readonly url: string }
  | { readonly text: string; readonly callback: string };

const maxButtonsInRow = 8;
const maxButtons = 100;

/** Control characters; a line break has no place in a button either. */
const control = /\p{Cc}/u;

const plain = (text: string) => !control.test(text);

/** Not transformed here: a union tells what is wrong inside an option only while that is not piped on. */
const buttonInput = z
  .strictObject({
    text: z
      .string({ error: "A button needs a text." })
      .trim()
      .min(1, "A button needs a text.")
      .max(64, "A button's text has at most 64 characters.")
      .refine(plain, "A button's text holds a line break or a control character: remove it.")
      .refine(
        (text) => !text.includes("{{"),
        "Names in {{ }} work in the reply's text only, not in buttons.",
      ),
    url: z.string().trim().max(2048, "An address has at most 2048 characters.").optional(),
    callback: z.string().optional().describe("Acts as if the person had typed this; 1-64 bytes"),
    callback_data: z.string().optional().describe("Another name of callback"),
    callbackData: z.string().optional().describe("Another name of callback"),
  })
  .superRefine((button, ctx) => {
    const names = (["url", "callback", "callback_data", "callbackData"] as const).filter(
      (name) => button[name] !== undefined,
    );
    const [name] = names;
    if (name === undefined || names.length > 1) {
      ctx.addIssue({ code: "custom", message: "A button has either a url or a callback: give one of them." });
      return;
    }
    const value = button[name] ?? "";
    const message = name === "url" ? urlFault(value) : callbackFault(value);
    if (message !== undefined) ctx.addIssue({ code: "custom", path: [name], message });
  });

function toButton({
  text,
  url,
  callback,
  callback_data,
  callbackData,
}: z.output<typeof buttonInput>): Button {
  return url === undefined
    ? { text, callback: callback ?? callback_data ?? callbackData ?? "" }
    : { text, url };
}

const tooManyButtons = `A reply has at most ${maxButtons} buttons.`;

/** Rows of buttons; a button outside a row is a row of its own. Gives rows. */
export const buttonsInput = countedFirst(
  z
    .array(
      z.union([buttonInput, z.array(buttonInput).min(1, "A row needs a button.").max(maxButtonsInRow)], {
        error: "A button is {text, url} or {text, callback}, alone or in a row of them.",
      }),
    )
    .max(maxButtons),
  (entries) => {
    if (entries.length > maxButtons) return { message: tooManyButtons };
    const long = entries.findIndex((entry) => Array.isArray(entry) && entry.length > maxButtonsInRow);
    return long === -1
      ? undefined
      : { message: `A row has at most ${maxButtonsInRow} buttons.`, path: [long] };
  },
)
  .refine((entries) => entries.flat().length <= maxButtons, tooManyButtons)
  .transform((entries) => entries.map((entry) => (Array.isArray(entry) ? entry : [entry]).map(toButton)));

/** Rows of buttons as the database keeps them; undefined where there are none or they are unusable. */
export function buttonsOf(stored: unknown): readonly (readonly Button[])[] | undefined {
  if (stored === null || stored === undefined) return undefined;
  const parsed = buttonsInput.safeParse(stored);
  return parsed.success && parsed.data.length > 0 ? parsed.data : undefined;
}

/** What is wrong with a button's address. Telegram opens http, https and tg links only. */
function urlFault(value: string): string | undefined {
  if (!URL.canParse(value) || !/^(https?|tg):\/\//i.test(value) || /[\s\p{Cc}]/u.test(value)) {
    return "An address begins with https://, http:// or tg:// and holds no blanks.";
  }
  return undefined;
}

/** InlineKeyboardButton.callback_data (Bot API): 1-64 bytes. */
function callbackFault(value: string): string | undefined {
  if (value.trim() === "") return "A callback needs a text, such as /help.";
  if (control.test(value)) return "A callback holds a line break or a control character: remove it.";
  const bytes = new TextEncoder().encode(value).length;
  return bytes > 64 ? `A callback has at most 64 bytes, and this has ${bytes}: shorten it.` : undefined;
}
