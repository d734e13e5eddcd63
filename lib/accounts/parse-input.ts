import type { z } from "zod";
import { HooklineError } from "../core/errors";
import { storageFault } from "../core/storable";

/**
 * Parses what a verb is given. Account verbs parse for themselves: the command line, the environment and
 * the forms all call them, and a rule about passwords must hold on every way in.
 *
 * @throws HooklineError invalid_input with one issue a field.
 */
export function parseInput<S extends z.ZodType>(schema: S, input: z.input<S>): z.output<S> {
  const parsed = schema.safeParse(input);
  const fault = parsed.success ? storageFault(parsed.data) : undefined;
  if (parsed.success && !fault) return parsed.data;
  const issues = fault
    ? [fault]
    : (parsed.error?.issues ?? []).map(({ path, message }) => ({
        path: path.map(String).join("."),
        message,
      }));
  throw new HooklineError("invalid_input", issues[0]?.message ?? "Please check what you entered.", {
    issues,
  });
}
