import { en } from "./en/kinds";
import { ru } from "./ru/kinds";
import { inLanguages } from "./texts";

/** Every kind of update in plain words, after Bot API 10.3. For the server: a page sends what it shows. */
export const kindTexts = inLanguages({ en, ru });
