import { en } from "./en/mail";
import { ru } from "./ru/mail";
import { inLanguages } from "./texts";

/** The texts of mails, each a subject and lines of plain text. */
export const mailTexts = inLanguages({ en, ru });
