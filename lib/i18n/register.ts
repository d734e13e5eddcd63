import { en } from "./en/register";
import { ru } from "./ru/register";
import { inLanguages } from "./texts";

/** The texts of the form that registers a bot; the browser has them. */
export const registerTexts = inLanguages({ en, ru });
