import { en } from "./en/audit";
import { ru } from "./ru/audit";
import { inLanguages } from "./texts";

/** The audit log's actions in plain words. For the server: a page sends what it shows. */
export const auditTexts = inLanguages({ en, ru });
