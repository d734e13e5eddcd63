import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A server action of the build, and a page that answers it. */
export interface ServerAction {
  id: string;
  /** As it is exported, e.g. "signUpAction". */
  name: string;
  /** Of a page's folder, e.g. "/bots/[id]/settings". */
  page: string;
}

/** Every server action of the build in `.next`. */
export function serverActions(): ServerAction[] {
  const file = join(import.meta.dirname, "../../.next/server/server-reference-manifest.json");
  const { node } = JSON.parse(readFileSync(file, "utf8")) as {
    node: Record<string, { exportedName: string; workers: Record<string, unknown> }>;
  };
  return Object.entries(node).map(([id, { exportedName, workers }]) => {
    const [entry = ""] = Object.keys(workers);
    const page = entry
      .replace(/^app/, "")
      .replace(/\/page$/, "")
      .replaceAll(/\/\([^)]*\)/g, "");
    return { id, name: exportedName, page: page || "/" };
  });
}

/**
 * The body with which a browser sends a form to an action made for useActionState: React's encoding of
 * (previous state, form).
 */
export function formActionBody(fields: Readonly<Record<string, string>>): FormData {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(`_1_${name}`, value);
  body.append("0", JSON.stringify([{ status: "idle" }, "$K1"]));
  return body;
}

/** Calls an action as a page of the portal at `origin` would; `path` is that of the page. */
export function callAction(
  origin: string,
  path: string,
  id: string,
  body: string | FormData,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(new URL(path, origin), {
    method: "POST",
    redirect: "manual",
    headers: {
      origin,
      accept: "text/x-component",
      "next-action": id,
      ...(typeof body === "string" ? { "content-type": "text/plain;charset=UTF-8" } : {}),
      ...headers,
    },
    body,
  });
}
