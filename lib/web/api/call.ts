import type { z } from "zod";
import type { Scope } from "../../accounts/scopes";
import type { ProblemCode } from "./problem";

/**
 * A call of the REST API as it is declared, once: the wrapper parses with it and the OpenAPI document is
 * generated from it.
 */
export interface Call {
  readonly operationId: string;
  readonly method: "get" | "post" | "put" | "patch" | "delete";
  /** Below /api/v1, in OpenAPI's notation: "/bots/{botId}". */
  readonly path: string;
  readonly summary: string;
  readonly description?: string;
  readonly tag: string;
  /** `key`: an API key is needed. `none`: anybody may call. */
  readonly auth: "key" | "none";
  /** What a key must be allowed; left out, it is `read` for get and `write` for all else. */
  readonly scope?: Scope;
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  /** A request without a body counts as one with an empty object. */
  readonly bodyOptional?: true;
  /** The status of success; 204 has no answer. */
  readonly status: 200 | 201 | 204;
  readonly answer?: z.ZodType;
  readonly examples?: { readonly body?: unknown; readonly answer?: unknown };
  /** The problems that are this call's own, beside those that every call of its kind has. */
  readonly problems: readonly ProblemCode[];
}

/** The scope that a key needs for a call. */
export function scopeOf(call: Pick<Call, "method" | "scope">): Scope {
  return call.scope ?? (call.method === "get" ? "read" : "write");
}

/** Keeps a declaration's exact types. */
export const declare = <const C extends Call>(call: C): C => call;
