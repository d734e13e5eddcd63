import { en } from "./en/token";
import { ru } from "./ru/token";
import { inLanguages } from "./texts";

/** What is said of a token: while it is checked, and where it is of no use. */
export const tokenTexts = inLanguages({ en, ru });
