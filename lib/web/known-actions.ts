import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Whether the page at a path has the action of this name. */
export type KnownActions = (id: string, path: string) => boolean;

const place = globalThis as { [key: symbol]: KnownActions | undefined };
const key = Symbol.for("hookline.known-actions");

/** The actions of the built pages, for both bundles of the pages' process; a bare `next start` leaves all to Next. */
export function knownActions(): KnownActions {
  return place[key] ?? (() => true);
}

/**
 * Reads which page has which action from what the build wrote down. For an action that its page has not got Next logs a
 * stack, or asks itself for the page that has it.
 *
 * @param dir the repository, where .next lies.
 */
export function readActions(dir: string): void {
  const read = (name: string) =>
    JSON.parse(readFileSync(join(dir, ".next", "server", name), "utf8")) as unknown;
  const { node } = read("server-reference-manifest.json") as {
    node: Readonly<Record<string, { workers: Readonly<Record<string, unknown>> }>>;
  };
  const entries = Object.keys(read("app-paths-manifest.json") as object).filter((entry) =>
    entry.endsWith("/page"),
  );
  const pages = entries
    .map((entry) => ({ entry, form: formOf(entry), holes: entry.split("[").length }))
    // Of two pages at one path Next takes the one that names more of it.
    .sort((one, other) => one.holes - other.holes);
  place[key] = (id, path) => {
    const page = pages.find(({ form }) => form.test(path))?.entry ?? "/_not-found/page";
    const action = Object.hasOwn(node, id) ? node[id] : undefined;
    return action !== undefined && Object.hasOwn(action.workers, `app${page}`);
  };
}

/** "/(portal)/bots/[id]/page" is at /bots/7. */
function formOf(entry: string): RegExp {
  const path = entry.replace(/\/page$/, "").replaceAll(/\/\([^)]*\)/g, "");
  const parts = path
    .split("/")
    .map((part) => (part.startsWith("[") ? "[^/]+" : part.replaceAll(/[^\w-]/g, "\\$&")));
  return new RegExp(`^${parts.join("/")}/?$`);
}
