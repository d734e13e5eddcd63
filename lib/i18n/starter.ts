import { en } from "./en/starter";
import { ru } from "./ru/starter";
import { inLanguages } from "./texts";

/** What a new bot answers. */
export const starterTexts = inLanguages({ en, ru });
