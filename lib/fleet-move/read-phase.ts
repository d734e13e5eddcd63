import type { Services } from "../context";
import { readPhaseFact } from "../data/fleet-move-runs";
import { type Phase, phaseSchema, usualPhase } from "./phase";

/** The deployment's phase; the usual one where nobody chose. */
export async function readPhase({ data }: Pick<Services, "data">): Promise<Phase> {
  return phaseSchema.catch(usualPhase).parse(await readPhaseFact(data));
}
