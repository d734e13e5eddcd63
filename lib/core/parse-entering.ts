import type { z } from "zod";
import type { FieldIssue } from "./errors";
import { storageFault } from "./storable";

/** A sentence with a caller's own words in it, such as the names of unknown fields, is as long as they are. */
const maxLength = 500;

/** What came in as its schema has it, or what is wrong with it: dotted paths and sentences. */
export type Parsed<S extends z.ZodType> =
  | { data: z.output<S>; issues?: undefined }
  | { issues: FieldIssue[] };

/** Parses what came in. What a schema lets through has to be storable as well, so that no query meets it. */
export function parseEntering<S extends z.ZodType>(schema: S, value: unknown): Parsed<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) {
    const fault = storageFault(parsed.data);
    return fault ? { issues: [fault] } : { data: parsed.data };
  }
  const issues = parsed.error.issues.slice(0, 50);
  return {
    issues: issues.map(({ path, message }) => ({
      path: path.map(String).join("."),
      message: message.slice(0, maxLength),
    })),
  };
}
