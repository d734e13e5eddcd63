import { en } from "./en/account";
import { ru } from "./ru/account";
import { inLanguages } from "./texts";

/** The texts of a person's own account. */
export const accountTexts = inLanguages({ en, ru });
