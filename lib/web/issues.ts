import type { z } from "zod";
import type { FieldIssue } from "../core/errors";

/** A sentence with a caller's own words in it, such as the names of unknown fields, is as long as they are. */
const mostLength = 500;

/** zod's findings as Hookline shows them: a dotted path and a sentence. */
export function issuesOf(error: z.ZodError): FieldIssue[] {
  return error.issues.slice(0, 50).map(({ path, message }) => ({
    path: path.map(String).join("."),
    message: message.slice(0, mostLength),
  }));
}
