import { migrationTexts } from "../i18n/fleet-move";
import type { Language } from "../i18n/language";

type Reasons = ReturnType<typeof migrationTexts>["reasons"];

/** Why the wizard does what it does: a code with its numbers, put into words where somebody reads it. */
export interface Reason {
  code: keyof Reasons;
  n?: number;
  of?: number;
  percent?: number;
  /** What a failure said of itself, in its own words. */
  texts?: string;
}

/** How a reason is kept in migration_runs. */
export function writeReason(reason: Reason): string {
  return JSON.stringify(reason);
}

export function readReason(stored: string): Reason {
  return JSON.parse(stored) as Reason;
}

/** The reason as a sentence. */
export function sayReason(
  { code, n = 0, of = 0, percent = 0, texts = "" }: Reason,
  language: Language,
): string {
  return migrationTexts(language).reasons[code]({ n, of, percent, texts });
}
