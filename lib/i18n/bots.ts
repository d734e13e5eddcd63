import { en } from "./en/bots";
import { ru } from "./ru/bots";
import { inLanguages } from "./texts";

/** The texts of the list of bots. */
export const botsTexts = inLanguages({ en, ru });
