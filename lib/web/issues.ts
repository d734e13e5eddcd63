import type { z } from "zod";
import type { FieldIssue } from "../core/errors";

/** zod's findings as Hookline shows them: a dotted path and a sentence. */
export function issuesOf(error: z.ZodError): FieldIssue[] {
  return error.issues
    .slice(0, 50)
    .map(({ path, message }) => ({ path: path.map(String).join("."), message }));
}
