import { en } from "./en/failure";
import { ru } from "./ru/failure";
import { inLanguages } from "./texts";

/** The texts of a page that failed. Apart from the frame's: every page carries them, three times over. */
export const failureTexts = inLanguages({ en, ru });
