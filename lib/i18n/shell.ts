import { en } from "./en/shell";
import { ru } from "./ru/shell";
import { inLanguages } from "./texts";

/** The texts of the frame around every page, and of pages that have only something to say. */
export const shellTexts = inLanguages({ en, ru });
