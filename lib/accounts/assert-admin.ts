import { HooklineError } from "../core/errors";
import type { SignedInContext } from "./context";

/** @throws HooklineError forbidden. */
export function assertAdmin({ actor }: SignedInContext): void {
  if (actor.role !== "admin") throw new HooklineError("forbidden", "Only an admin can do this.");
}
