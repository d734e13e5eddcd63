import { en } from "./en/overview";
import { ru } from "./ru/overview";
import { inLanguages } from "./texts";

/** The texts of a bot's overview and its charts. */
export const overviewTexts = inLanguages({ en, ru });
