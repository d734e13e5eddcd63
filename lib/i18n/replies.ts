import { en } from "./en/replies";
import { ru } from "./ru/replies";
import { inLanguages } from "./texts";

/** The texts of the editor of replies; the browser has them. */
export const repliesTexts = inLanguages({ en, ru });
