import type { IncomingMessage } from "node:http";
import { parseAndValidateFlightRouterState } from "next/dist/server/app-render/parse-and-validate-flight-router-state.js";
import type { Portal } from "../runtime/portal";
import { knownActions } from "./known-actions";
import { hasBody, isFormType } from "./request-body";
import { isSameOrigin } from "./same-origin";

/** An answer that Next is not asked for. */
export interface PageRefusal {
  status: number;
  headers?: Readonly<Record<string, string>>;
  texts: string;
}

/** How Next says that it has no such action: its client then loads the page anew. */
export const noSuchAction = { status: 404, headers: { "x-nextjs-action-not-found": "1" } } as const;

/**
 * Refuses what Next would answer with 500 and a stack in the log, and what another site's page wants changed.
 *
 * @returns undefined where the request is Next's.
 */
export function refusalOf(
  request: Pick<IncomingMessage, "url" | "method" | "headers">,
  { config, log }: Pick<Portal, "config" | "log">,
): PageRefusal | undefined {
  const { url = "/", method, headers } = request;
  if (!canDecode(url)) return { status: 400, texts: "The address cannot be read.\n" };
  if (!hasReadableState(headers)) return { status: 400, texts: "The router's state cannot be read.\n" };
  // A program that has a key acts for itself, and no browser sends a key by itself.
  if (method === "GET" || method === "HEAD" || url.startsWith("/api/v1/")) return undefined;
  const get = (name: string) => headers[name]?.toString() ?? null;
  if (headers.origin !== undefined && !isSameOrigin({ get }, config.NEXTAUTH_URL)) {
    log.warn({ origin: headers.origin.slice(0, 100) }, "refused: sent by another site's page");
    return { status: 403, texts: "This was sent by another site's page.\n" };
  }
  if (url.startsWith("/api/")) return undefined;
  const action = get("next-action");
  if (action !== null && !knownActions()(action, pathOf(url)))
    return { ...noSuchAction, texts: "There is no such action.\n" };
  // Nobody reads any other body, and Next logs a stack where one is broken off.
  const type = headers["content-type"] ?? "";
  const isArguments = action !== null && !/^multipart/i.test(type);
  if (method === "POST" ? !isFormType(type) && !isArguments : hasBody(headers))
    return { status: 415, texts: "A page takes the forms of its own alone.\n" };
  return undefined;
}

const pathOf = (url: string): string => url.split("?", 1)[0] ?? "";

/** Whether Next's client says where it is in a form that Next reads; else it answers 500. */
function hasReadableState(headers: IncomingMessage["headers"]): boolean {
  try {
    parseAndValidateFlightRouterState(headers["next-router-state-tree"]);
    return true;
  } catch {
    return false;
  }
}

/** Whether the path's percent signs make sense; Next answers 500 where they do not. */
function canDecode(url: string): boolean {
  try {
    decodeURIComponent(pathOf(url));
    return true;
  } catch {
    return false;
  }
}
