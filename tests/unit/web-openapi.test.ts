import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import type { z } from "zod";
import type { Call } from "../../lib/web/api/call";
import { calls } from "../../lib/web/api/calls";
import { openApiDocument } from "../../lib/web/api/openapi";

const all: Call[] = Object.values(calls);
const document = JSON.parse(JSON.stringify(openApiDocument())) as {
  openapi: string;
  info: { title: string; version: string };
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, unknown>; securitySchemes: Record<string, unknown> };
};

interface Operation {
  operationId: string;
  security: { apiKey: string[] }[];
  summary: string;
  tags: string[];
  parameters: { name: string; in: string; required: boolean; schema: Record<string, unknown> }[];
  requestBody?: { required: boolean; content: Record<string, { schema: unknown; example?: unknown }> };
  responses: Record<string, { description: string; content?: Record<string, { schema: unknown }> }>;
}

const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ path, method, operation })),
);

describe("the OpenAPI document", () => {
  test("holds exactly the calls that route files serve", async () => {
    const app = join(import.meta.dirname, "../../app/api/v1");
    const served: string[] = [];
    const files = readdirSync(app, { recursive: true, encoding: "utf8" });
    for (const file of files.filter((name) => name.endsWith("route.ts"))) {
      const folder = dirname(file);
      // What answers for everything that is no call.
      if (folder === "[...path]") continue;
      const route = (await import(pathToFileURL(join(app, file)).href)) as Record<string, unknown>;
      const path = `/${folder.replaceAll("[", "{").replaceAll("]", "}")}`;
      for (const name of Object.keys(route)) {
        if (/^(GET|POST|PUT|PATCH|DELETE)$/.test(name)) served.push(`${name.toLowerCase()} ${path}`);
      }
    }
    expect(served.length).toBeGreaterThan(10);
    expect(operations.map(({ path, method }) => `${method} ${path}`).sort()).toEqual(served.sort());
  });

  test("is a document of OpenAPI 3.1 in itself: every reference leads somewhere, every parameter is declared", () => {
    expect(document.openapi).toBe("3.1.0");
    expect(document.info).toMatchObject({
      title: "Hookline",
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
    });
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(
      ([, ref]) => ref ?? "",
    );
    expect(references.length).toBeGreaterThan(20);
    for (const reference of references) {
      expect(reference).toMatch(/^#\/components\/schemas\/\w+$/);
      expect(document.components.schemas).toHaveProperty(reference.split("/").at(-1) ?? "");
    }
    expect(JSON.stringify(document)).not.toMatch(/"\$(id|schema)":/);
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test.each(operations)("$method $path says what goes in and what comes out", ({ path, operation }) => {
    const inPath = operation.parameters
      .filter((parameter) => parameter.in === "path")
      .map(({ name }) => name);
    expect(inPath).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
    for (const parameter of operation.parameters) {
      expect(["path", "query"]).toContain(parameter.in);
      expect(parameter.required).toBe(parameter.in === "path");
      expect(parameter.schema.type).toBeDefined();
    }
    expect(operation.summary).not.toBe("");
    for (const { apiKey } of operation.security) {
      expect(apiKey).toHaveLength(1);
      expect(["read", "write", "messages"]).toContain(apiKey[0]);
      expect(operation.responses[403]?.description).toContain("scope_missing");
    }
    expect(operation.tags).toHaveLength(1);
    const statuses = Object.keys(operation.responses);
    expect(statuses.filter((status) => status.startsWith("2"))).toHaveLength(1);
    for (const [status, response] of Object.entries(operation.responses)) {
      expect(response.description).not.toBe("");
      const types = Object.keys(response.content ?? {});
      expect(types).toEqual(
        status === "204" ? [] : [status.startsWith("2") ? "application/json" : "application/problem+json"],
      );
    }
    if (operation.security.length > 0) expect(statuses).toContain("401");
    if (operation.requestBody) expect(statuses).toEqual(expect.arrayContaining(["400", "413", "415", "422"]));
  });

  const examples = all.flatMap(({ operationId, examples: given, body, answer }) => [
    ...(body && given?.body !== undefined
      ? [{ of: `${operationId}'s body`, schema: body, example: given.body }]
      : []),
    ...(answer && given?.answer !== undefined
      ? [{ of: `${operationId}'s answer`, schema: answer, example: given.answer }]
      : []),
  ]);

  test.each(examples as { of: string; schema: z.ZodType; example: unknown }[])(
    "the example of $of is valid",
    ({ schema, example }) => {
      expect(schema.safeParse(example).error?.issues ?? []).toEqual([]);
    },
  );
});
