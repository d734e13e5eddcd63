import { readFileSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { join } from "node:path";
import type { Portal } from "../runtime/portal";
import { isSameOrigin } from "./same-origin";

/** Names of the actions that the built pages have; Next logs a stack for every other. */
export function readActions(dir: string): ReadonlySet<string> {
  const file = join(dir, ".next", "server", "server-reference-manifest.json");
  const { node } = JSON.parse(readFileSync(file, "utf8")) as { node: Readonly<Record<string, unknown>> };
  return new Set(Object.keys(node));
}

/** An answer that Next is not asked for. */
export interface PageRefusal {
  status: number;
  headers?: Readonly<Record<string, string>>;
  words: string;
}

/** How Next says that it has no such action: its client then loads the page anew. */
export const noSuchAction = { status: 404, headers: { "x-nextjs-action-not-found": "1" } } as const;

/**
 * Refuses what Next would answer with 500 and a stack in the log, and what another site's page wants changed.
 *
 * @param actions as `readActions` gives them.
 * @returns undefined where the request is Next's.
 */
export function refusalOf(
  request: Pick<IncomingMessage, "url" | "method" | "headers">,
  { config, log }: Pick<Portal, "config" | "log">,
  actions: ReadonlySet<string>,
): PageRefusal | undefined {
  const { url = "/", method, headers } = request;
  if (!canDecode(url)) return { status: 400, words: "The address cannot be read.\n" };
  // A program that has a key acts for itself, and no browser sends a key by itself.
  if (method === "GET" || method === "HEAD" || url.startsWith("/api/v1/")) return undefined;
  const get = (name: string) => headers[name]?.toString() ?? null;
  if (headers.origin !== undefined && !isSameOrigin({ get }, config.NEXTAUTH_URL)) {
    log.warn({ origin: headers.origin.slice(0, 100) }, "refused: sent by another site's page");
    return { status: 403, words: "This was sent by another site's page.\n" };
  }
  const action = get("next-action");
  if (action !== null && !actions.has(action))
    return { ...noSuchAction, words: "There is no such action.\n" };
  return undefined;
}

/** Whether the path's percent signs make sense; Next answers 500 where they do not. */
function canDecode(url: string): boolean {
  try {
    decodeURIComponent(url.split("?", 1)[0] ?? "");
    return true;
  } catch {
    return false;
  }
}
