import { en } from "./en/updates";
import { ru } from "./ru/updates";
import { inLanguages } from "./texts";

/** The texts of the inspector: updates, replays, chats that are set aside. */
export const updatesTexts = inLanguages({ en, ru });
