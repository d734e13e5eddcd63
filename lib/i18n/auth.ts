import { en } from "./en/auth";
import { ru } from "./ru/auth";
import { inLanguages } from "./texts";

/** The texts of signing in, signing up and the first admin. */
export const authTexts = inLanguages({ en, ru });
