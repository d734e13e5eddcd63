import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openApiDocument } from "../../lib/web/api/openapi";
import { inParallel } from "../support/ask";
import { type OddPortal, startOddPortal } from "../support/odd-portal";
import { deepJson, oddParts, oddValues, withOdd } from "../support/odd-values";

interface Operation {
  operationId: string;
  parameters: { name: string; in: string }[];
  requestBody?: { content: { "application/json": { example?: unknown; schema: { $ref: string } } } };
}

const { paths, components } = openApiDocument() as {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, { properties?: Record<string, unknown> }> };
};
const operations = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    path,
    method: method.toUpperCase(),
    ...operation,
  })),
);

/** The example of a body, and every field that it may have besides. */
function bodyOf({ requestBody }: Operation): Record<string, unknown> | undefined {
  const content = requestBody?.content["application/json"];
  if (!content) return undefined;
  const schema = components.schemas[content.schema.$ref.split("/").at(-1) ?? ""];
  const fields = Object.keys(schema?.properties ?? {}).map((name) => [name, undefined]);
  return { ...Object.fromEntries(fields), ...(content.example as object) };
}

/** What is no JSON that a call could mean. */
const oddBodies: readonly (string | Buffer)[] = [
  "",
  "\0",
  "[",
  "null",
  "[]",
  '"x"',
  "1e999",
  "{",
  '{"a":1}}',
  '{"\\u0000":1}',
  '{"__proto__":{"a":1}}',
  Buffer.from([0xff, 0xfe, 0x7b]),
  deepJson(2_000),
  deepJson(1_000_000),
  "[".repeat(1_000_000),
  deepJson(600_000, '{"a":', "}").replace(":}", ":1}"),
  '{"a":'.repeat(200_000),
];

describe("the REST API, with odd values in every place", () => {
  let portal: OddPortal;

  beforeAll(async () => {
    portal = await startOddPortal();
  });
  afterAll(() => portal.close());

  const call = async (method: string, path: string, body?: string | Buffer) => {
    const headers = { authorization: `Bearer ${portal.admin.apiKey}` };
    const json = body === undefined ? {} : { "content-type": "application/json" };
    return portal.ask(`/api/v1${path}`, {
      method,
      headers: { ...headers, ...json },
      ...(body === undefined ? {} : { body }),
    });
  };
  /** The path with what its parameters mean, but for `name`. */
  const filled = (path: string, name?: string, part?: string) => {
    const known: Record<string, string> = {
      botId: String(portal.bot.id),
      updateId: String(portal.bot.updateId),
      chatId: "31",
    };
    return path.replaceAll(/\{(\w+)\}/g, (_all, each: string) =>
      each === name ? (part ?? "") : (known[each] ?? "1"),
    );
  };

  test.each(operations)("$method $path", async (operation) => {
    const { method, path, parameters } = operation;
    const body = bodyOf(operation);
    const json = body && JSON.stringify(body);
    const jobs: (() => Promise<unknown>)[] = [];
    for (const { name, in: place } of parameters) {
      for (const part of oddParts) {
        const target = place === "path" ? filled(path, name, part) : `${filled(path)}?${name}=${part}`;
        jobs.push(() => call(method, target, json));
      }
    }
    if (body) {
      const odd = [
        ...oddValues.flatMap((value) => withOdd(body, value)).map((value) => JSON.stringify(value)),
        ...Object.keys(body).flatMap((name) =>
          ["1e999", "-1e999", deepJson(200), deepJson(100_000), '"\\ud800"', '"\\u0000"'].map((raw) =>
            JSON.stringify({ ...body, [name]: "@" }).replace('"@"', raw),
          ),
        ),
        ...oddBodies,
      ];
      for (const each of odd) jobs.push(() => call(method, filled(path), each));
    }
    await inParallel(jobs, async (job) => {
      await job();
    });
    expect(portal.wrong()).toEqual([]);
  });

  test("keys and paths that there are not", async () => {
    await inParallel(oddParts, async (part) => {
      await portal.ask("/api/v1/bots", { headers: { authorization: `Bearer hl_${part}` } });
      await portal.ask(`/api/v1/${part}`);
      await portal.ask(`/api/v1/bots/${part}/${part}`, { method: "POST", body: "\0" });
    });
    expect(portal.wrong()).toEqual([]);
  });
});
