import { en } from "./en/settings";
import { ru } from "./ru/settings";
import { inLanguages } from "./texts";

/** The texts of a bot's settings. */
export const settingsTexts = inLanguages({ en, ru });
