import { en } from "./en/messages";
import { ru } from "./ru/messages";
import { inLanguages } from "./texts";

/** The texts of sending messages as a bot; the browser has them. */
export const messagesTexts = inLanguages({ en, ru });
