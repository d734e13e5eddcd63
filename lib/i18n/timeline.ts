import { en } from "./en/timeline";
import { ru } from "./ru/timeline";
import { inLanguages } from "./texts";

/** The texts of a bot's timeline. */
export const timelineTexts = inLanguages({ en, ru });
