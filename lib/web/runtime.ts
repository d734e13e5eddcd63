import type { Portal } from "../runtime/portal";

export type { Portal } from "../runtime/portal";

/**
 * The process's one runtime. The pages' process holds two bundles of this code, Next's and its own; a place
 * on globalThis is what they share.
 */
const place = globalThis as { [key: symbol]: Promise<Portal> | undefined };
const key = Symbol.for("hookline.runtime");

/** Called by the web process before it serves. */
export function setRuntime(runtime: Promise<Portal>): void {
  place[key] = runtime;
}

/** The runtime; under a bare `next start`, without our own server, it is made at the first call. */
export function getRuntime(): Promise<Portal> {
  place[key] ??= import("../runtime/start-from-environment").then(({ startFromEnvironment }) =>
    startFromEnvironment("web"),
  );
  return place[key];
}
