import { en } from "./en/ui";
import { ru } from "./ru/ui";
import { inLanguages } from "./texts";

/** The texts of the building blocks: times, pages of a list, windows, notices. */
export const uiTexts = inLanguages({ en, ru });
