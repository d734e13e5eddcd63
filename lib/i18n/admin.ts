import { en } from "./en/admin";
import { ru } from "./ru/admin";
import { inLanguages } from "./texts";

/** The texts of the admin's pages that the server alone shows. */
export const adminTexts = inLanguages({ en, ru });
