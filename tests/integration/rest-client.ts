import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { createApiKey } from "../../lib/accounts/create-api-key";
import type { TenantContext } from "../../lib/context";
import { calls } from "../../lib/web/api/calls";
import { setRuntime } from "../../lib/web/runtime";
import { type SystemOptions, startSystem, type TestSystem } from "../support/system";

export interface RestAnswer {
  status: number;
  headers: Headers;
  // What comes back is the subject of the tests: they say what they expect of it.
  body: Record<string, unknown> & { items?: Record<string, unknown>[] };
}

interface RestOptions {
  key?: string | undefined;
  /** Sent as JSON, unless it is a string: that is sent as it stands. */
  body?: unknown;
  headers?: Record<string, string>;
}

export interface RestTenant {
  ctx: TenantContext;
  key: string;
  /** A call as this tenant. */
  call(method: string, path: string, body?: unknown): Promise<RestAnswer>;
}

/** The REST API's route files over a real runtime, with Next's routing played by the calls' own paths. */
export interface RestSystem extends TestSystem {
  call(method: string, path: string, options?: RestOptions): Promise<RestAnswer>;
  restTenant(): Promise<RestTenant>;
}

type Handler = (request: Request, route: { params: Promise<Record<string, string>> }) => Promise<Response>;

const routesFolder = join(import.meta.dirname, "../../app/api/v1");

/** The folder under app/api/v1 of a call's path: "/bots/{botId}" lies in "bots/[botId]". */
const folderOf = (path: string): string => path.slice(1).replaceAll("{", "[").replaceAll("}", "]");

async function routeOf(
  path: string,
): Promise<{ handlers: Record<string, Handler>; params: Record<string, string> }> {
  const known = [...new Set(Object.values(calls).map((call) => call.path as string))];
  for (const template of known) {
    const names = [...template.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? "");
    const pattern = new RegExp(`^${template.replaceAll(".", "\\.").replace(/\{\w+\}/g, "([^/]+)")}$`);
    const match = pattern.exec(path);
    if (!match) continue;
    const file = join(routesFolder, folderOf(template), "route.ts");
    if (!existsSync(file)) throw new Error(`${template} has no route file.`);
    const handlers = (await import(pathToFileURL(file).href)) as Record<string, Handler>;
    const values = match.slice(1).map(decodeURIComponent);
    return { handlers, params: Object.fromEntries(names.map((name, i) => [name, values[i] ?? ""])) };
  }
  throw new Error(`No call has the path ${path}.`);
}

export async function startRestSystem(options: SystemOptions = {}): Promise<RestSystem> {
  const system = await startSystem(options);
  setRuntime(Promise.resolve(system.web));

  async function call(
    method: string,
    path: string,
    { key, body, headers }: RestOptions = {},
  ): Promise<RestAnswer> {
    const url = new URL(`http://hookline.test/api/v1${path}`);
    const { handlers, params } = await routeOf(url.pathname.slice("/api/v1".length));
    const handler = handlers[method];
    if (!handler) throw new Error(`${path} has no ${method}.`);
    const request = new Request(url, {
      method,
      headers: {
        ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const response = await handler(request, { params: Promise.resolve(params) });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === "" ? {} : (JSON.parse(text) as RestAnswer["body"]),
    };
  }

  return {
    ...system,
    call,
    async restTenant() {
      const ctx = await system.tenant();
      const { key } = await createApiKey(ctx, { userId: ctx.actor.userId });
      return { ctx, key, call: (method, path, body) => call(method, path, { key, body }) };
    },
  };
}
