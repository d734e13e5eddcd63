import { en } from "./en/admin-form";
import { ru } from "./ru/admin-form";
import { inLanguages } from "./texts";

/** The texts of the admin's forms and buttons: what runs in the browser. */
export const adminFormTexts = inLanguages({ en, ru });
