import { en } from "./en/fleet-move";
import { ru } from "./ru/fleet-move";
import { inLanguages } from "./texts";

/** The texts of the migration wizard that the server writes: what it found and why it does what it does. */
export const migrationTexts = inLanguages({ en, ru });
