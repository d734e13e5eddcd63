import type { z } from "zod";
import { actorOfApiKey } from "../../accounts/actor-of-api-key";
import type { Scope } from "../../accounts/scopes";
import type { TenantContext } from "../../context";
import { jsonText } from "../../core/deep-json";
import { HooklineError } from "../../core/errors";
import { parseEntering } from "../../core/parse-entering";
import { clientAddressOf } from "../client-address";
import { logUnexpected, orDatabaseSays } from "../reference";
import { getRuntime, type Portal } from "../runtime";
import { tenantContext } from "../tenant-context";
import { type Call, scopeOf } from "./call";
import { problemOf, problemResponse, unexpectedProblem } from "./problem";
import { assertNoNul, readJson } from "./read-body";
import { Refusal } from "./refusal";

type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined;
type Member<C, Name extends string> = C extends { readonly [N in Name]: infer S } ? S : undefined;

/** What a route's handler is given: everything parsed, the actor proven. */
export interface ApiInput<C extends Call> {
  ctx: C["auth"] extends "key" ? TenantContext : Portal;
  params: Parsed<Member<C, "params">>;
  query: Parsed<Member<C, "query">>;
  body: Parsed<Member<C, "body">>;
}

export type RouteHandler = (
  request: Request,
  route: { params: Promise<Record<string, string | string[]>> },
) => Promise<Response>;

/**
 * Makes a Next route handler of a declared call: parse, authorize, one verb, answer. Expected errors
 * become problem+json; unexpected ones a reference.
 */
export function api<const C extends Call>(
  call: C,
  handler: (input: ApiInput<C>) => Promise<unknown>,
): RouteHandler {
  return async (request, route) => {
    const runtime = await getRuntime();
    try {
      // Who calls comes first: a stranger learns nothing of what would have been valid.
      const ctx = call.auth === "key" ? await contextOfKey(runtime, request, scopeOf(call)) : runtime;
      const input = {
        ctx,
        params: parseParams(call, await route.params),
        query: parseQuery(call, new URL(request.url).searchParams),
        body: call.body ? parse(call.body, await bodyOf(call, request)) : undefined,
      };
      return answer(call, await handler(input as ApiInput<C>));
    } catch (thrown) {
      const where = `api ${call.operationId}`;
      const error = orDatabaseSays(runtime.log, thrown, where);
      const expected = problemOf(error);
      if (expected) return problemResponse(expected.problem, expected.headers);
      return problemResponse(unexpectedProblem(logUnexpected(runtime.log, error, where)));
    }
  };
}

async function bodyOf(call: Call, request: Request): Promise<unknown> {
  return call.bodyOptional && isEmpty(request) ? {} : readJson(request);
}

/** Next gives every request a stream for a body: that nothing is in it, the headers say (RFC 9112, 6.3). */
function isEmpty({ headers }: Request): boolean {
  const length = Number(headers.get("content-length") ?? 0);
  return length === 0 && !headers.has("content-type") && !headers.has("transfer-encoding");
}

function answer(call: Call, result: unknown): Response {
  if (call.status === 204)
    return new Response(null, { status: 204, headers: { "cache-control": "no-store" } });
  return new Response(jsonText(result), {
    status: call.status,
    headers: { "content-type": "application/json", "cache-control": "no-store" },
  });
}

/** RFC 6750: the key travels in the Authorization header and nowhere else. */
async function contextOfKey(runtime: Portal, request: Request, scope: Scope): Promise<TenantContext> {
  const header = request.headers.get("authorization");
  if (header === null) {
    throw new HooklineError("not_signed_in", "Send an API key: Authorization: Bearer hl_….");
  }
  const key = /^Bearer +(\S+) *$/i.exec(header)?.[1] ?? "";
  const client = clientAddressOf(request.headers, runtime.config.TRUSTED_PROXIES);
  return tenantContext(runtime, await actorOfApiKey(runtime, { key, client, scope }), client);
}

/** An id that is no number is an id that does not exist. */
function parseParams({ params: schema }: Call, given: Record<string, string | string[]>): unknown {
  if (!schema) return undefined;
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const field = parsed.error.issues[0]?.path[0];
  const what = field === "updateId" ? "update" : field === "chatId" ? "chat" : "bot";
  throw new Refusal(404, "not_found", `There is no such ${what}.`);
}

function parseQuery({ query: schema }: Call, search: URLSearchParams): unknown {
  if (!schema) return undefined;
  for (const [, value] of search) assertNoNul(value);
  return parse(schema, Object.fromEntries(search));
}

function parse(schema: z.ZodType, value: unknown): unknown {
  const parsed = parseEntering(schema, value);
  if (!parsed.issues) return parsed.data;
  const { issues } = parsed;
  throw new HooklineError("invalid_input", "Some of the input is not valid; see issues.", { issues });
}
