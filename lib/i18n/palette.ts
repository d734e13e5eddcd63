import { en } from "./en/palette";
import { ru } from "./ru/palette";
import { inLanguages } from "./texts";

/** The texts of the command palette, which comes to the browser when somebody opens it. */
export const paletteTexts = inLanguages({ en, ru });
