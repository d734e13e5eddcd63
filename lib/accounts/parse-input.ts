import type { z } from "zod";
import { HooklineError } from "../core/errors";
import { parseEntering } from "../core/parse-entering";

/**
 * Parses what a verb is given. Account verbs parse for themselves: the command line, the environment and
 * the forms all call them, and a rule about passwords must hold on every way in.
 *
 * @throws HooklineError invalid_input with one issue a field.
 */
export function parseInput<S extends z.ZodType>(schema: S, input: z.input<S>): z.output<S> {
  const parsed = parseEntering(schema, input);
  if (!parsed.issues) return parsed.data;
  const { issues } = parsed;
  throw new HooklineError("invalid_input", issues[0]?.message ?? "Please check what you entered.", {
    issues,
  });
}
