import { en } from "./en/bot";
import { ru } from "./ru/bot";
import { inLanguages } from "./texts";

/** What every screen of a bot says: its doors, its verdicts, its parts. Small, since the browser has it too. */
export const botTexts = inLanguages({ en, ru });
