"use server";

import { z } from "zod";
import { offeredLanguages } from "@/lib/i18n/language";
import { visitorFormAction } from "@/lib/web/action";
import { idle } from "@/lib/web/action-state";
import { keepLanguage } from "@/lib/web/language-choice";

const choose = visitorFormAction(z.strictObject({ language: z.enum(offeredLanguages) }), (_visitor, input) =>
  keepLanguage(input.language),
);

/** Shows this page and all others in another language; for anybody, also without JavaScript. */
export async function chooseLanguageAction(form: FormData): Promise<void> {
  await choose(idle, form);
}
