import { en } from "./en/start";
import { ru } from "./ru/start";
import { inLanguages } from "./texts";

/** The texts of the start page, and what the portal says of itself. */
export const startTexts = inLanguages({ en, ru });
