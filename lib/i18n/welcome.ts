import { en } from "./en/welcome";
import { ru } from "./ru/welcome";
import { inLanguages } from "./texts";

/** What stands around the registration of a bot, and its last step; the server's. */
export const welcomeTexts = inLanguages({ en, ru });
