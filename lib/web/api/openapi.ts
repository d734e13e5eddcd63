import { z } from "zod";
import { scopes } from "../../accounts/scopes";
import { HooklineError } from "../../core/errors";
import { version } from "../../runtime/version";
import { type Call, scopeOf } from "./call";
import { calls } from "./calls";
import { type ProblemCode, titles } from "./problem";
import { answers, bodies } from "./shapes";

type Json = Record<string, unknown>;

/** Problems that no verb raises: they belong to HTTP. */
const ofHttp = {
  malformed_body: 400,
  method_not_allowed: 405,
  body_too_large: 413,
  unsupported_media_type: 415,
  internal_error: 500,
};

function statusOf(code: ProblemCode): number {
  return isOfHttp(code) ? ofHttp[code] : new HooklineError(code, "").status;
}

function isOfHttp(code: ProblemCode): code is keyof typeof ofHttp {
  return code in ofHttp;
}

const problemSchema = {
  type: "object",
  description: "RFC 9457; `code` is for programs, `detail` for people.",
  required: ["type", "title", "status", "detail", "code"],
  properties: {
    type: { type: "string", format: "uri" },
    title: { type: "string" },
    status: { type: "integer" },
    detail: { type: "string" },
    code: { type: "string", enum: Object.keys(titles) },
    issues: {
      type: "array",
      items: {
        type: "object",
        required: ["path", "message"],
        properties: {
          path: { type: "string", description: "Dotted path into the input, e.g. replies.0.text" },
          message: { type: "string" },
        },
      },
    },
    scope: { type: "string", enum: scopes, description: "The scope that the key lacks" },
    reference: { type: "string", description: "Where the operator finds an unexpected error in the log" },
  },
};

const refTo = (name: string) => ({ $ref: `#/components/schemas/${name}` });

/** Every named schema, once; where one holds another it refers to it. */
function componentSchemas(): Json {
  const registry = z.registry<{ id: string }>();
  const named: Record<string, z.ZodType> = { ...answers, ...bodies };
  for (const [id, schema] of Object.entries(named)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, {
    target: "draft-2020-12",
    // What a caller writes; answers have no transforms, so for them it is the same.
    io: "input",
    unrepresentable: "any",
    uri: (id) => refTo(id).$ref,
  });
  const stripped = Object.entries(schemas).map(([id, { $schema, $id, ...schema }]) => [id, schema]);
  return { ...Object.fromEntries(stripped), Problem: problemSchema };
}

const nameOf = (schema: z.ZodType): string => {
  const found = Object.entries({ ...answers, ...bodies }).find(([, each]) => each === schema);
  if (!found) throw new Error("A call uses a schema without a name.");
  return found[0];
};

function parameters(call: Call): Json[] {
  return [
    ...(call.params ? parametersIn("path", call.params) : []),
    ...(call.query ? parametersIn("query", call.query) : []),
  ];
}

function parametersIn(place: "path" | "query", schema: z.ZodType): Json[] {
  const io = place === "path" ? "output" : "input";
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io, target: "draft-2020-12" });
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: required.includes(name),
    schema: property,
  }));
}

/** The problems of a call: its own, and those of every call that takes a key, an id, a query or a body. */
function problemCodes(call: Call): ProblemCode[] {
  const codes = new Set<ProblemCode>([...call.problems, "internal_error", "unavailable"]);
  if (call.auth === "key") codes.add("not_signed_in").add("scope_missing").add("rate_limited");
  if (call.params) codes.add("not_found");
  if (call.query) codes.add("invalid_input").add("malformed_body");
  if (call.body) {
    codes.add("invalid_input").add("malformed_body").add("body_too_large").add("unsupported_media_type");
  }
  return [...codes];
}

function problemResponses(call: Call): Json {
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of problemCodes(call)) {
    const status = statusOf(code);
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      String(status),
      {
        description: codes.map((code) => `\`${code}\`: ${titles[code]}`).join(". "),
        ...(status === 401 ? { headers: { "WWW-Authenticate": { schema: { type: "string" } } } } : {}),
        ...(status === 429
          ? { headers: { "Retry-After": { description: "Seconds", schema: { type: "integer" } } } }
          : {}),
        content: { "application/problem+json": { schema: refTo("Problem") } },
      },
    ]),
  );
}

function jsonContent(schema: z.ZodType, example: unknown): Json {
  return {
    "application/json": { schema: refTo(nameOf(schema)), ...(example === undefined ? {} : { example }) },
  };
}

function operation(call: Call): Json {
  const answered = call.answer
    ? { description: "Done", content: jsonContent(call.answer, call.examples?.answer) }
    : { description: "Done; there is nothing to say" };
  return {
    operationId: call.operationId,
    summary: call.summary,
    ...(call.description === undefined ? {} : { description: call.description }),
    tags: [call.tag],
    // OpenAPI 3.1 allows names of scopes for a scheme of any kind: they say what the call needs.
    security: call.auth === "none" ? [] : [{ apiKey: [scopeOf(call)] }],
    parameters: parameters(call),
    ...(call.body
      ? {
          requestBody: { required: !call.bodyOptional, content: jsonContent(call.body, call.examples?.body) },
        }
      : {}),
    responses: { [call.status]: answered, ...problemResponses(call) },
  };
}

/** The OpenAPI 3.1 document of the REST API, made of the same declarations that serve it. */
export function openApiDocument(): Json {
  const all: Call[] = Object.values(calls);
  const paths: Record<string, Json> = {};
  for (const call of all) paths[call.path] = { ...paths[call.path], [call.method]: operation(call) };
  return {
    openapi: "3.1.0",
    jsonSchemaDialect: "https://json-schema.org/draft/2020-12/schema",
    info: {
      title: "Hookline",
      version,
      description:
        "Telegram bots on one shared domain. Lists are pages: `limit` and `cursor` in, `items` and `nextCursor` out. Whatever goes wrong is answered as application/problem+json (RFC 9457).",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: "/api/v1" }],
    security: [{ apiKey: [] }],
    tags: [...new Set(all.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: {
      schemas: componentSchemas(),
      securitySchemes: {
        apiKey: {
          type: "http",
          scheme: "bearer",
          bearerFormat: "hl_ and 43 characters",
          description:
            "An API key of your account page, or of `hookline api-key create`. A key may do all, or has some of the scopes: `read` (everything that changes nothing), `write` (bots, replies and everything else that is kept) and `messages` (sending as a bot). Each call says which one it needs under `security`.",
        },
      },
    },
  };
}
