import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { request } from "undici";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Account, type RunningHookline, startHookline } from "../support/hookline";
import { dial, type RawClient } from "../support/raw-client";
import { until } from "../support/system";

let hookline: RunningHookline;
let ada: Account;
const open: RawClient[] = [];

beforeAll(async () => {
  // Whoever comes from this machine counts as a proxy, as behind nginx.
  hookline = await startHookline({ env: { TRUSTED_PROXIES: "127.0.0.1" } });
  ada = await hookline.account();
});
afterEach(() => {
  for (const { socket } of open.splice(0)) socket.destroy();
});
afterAll(() => hookline.close());

async function ask(line: string, ...headers: string[]) {
  const client = dial(Number(new URL(hookline.url).port));
  open.push(client);
  client.send(`${[line, "Host: 127.0.0.1", ...headers].join("\r\n")}\r\n\r\n`);
  const [answer] = await client.answers(1);
  if (!answer) throw new Error("No answer.");
  return answer;
}

describe("requests that nothing here is for get a 4xx", () => {
  test.each([
    "TRACE / HTTP/1.1",
    "TRACE /webhook/1 HTTP/1.1",
    "TRACE /api/v1/bots HTTP/1.1",
    "OPTIONS * HTTP/1.1",
    "GET * HTTP/1.1",
    "HEAD * HTTP/1.1",
    "GET sign-in HTTP/1.1",
    "GET ftp://127.0.0.1/sign-in HTTP/1.1",
    "GET file:///etc/passwd HTTP/1.1",
    "CONNECT 127.0.0.1:80 HTTP/1.1",
    "PROPFIND / HTTP/1.1",
    "PURGE /sign-in HTTP/1.1",
    "MKCOL /api/v1/bots HTTP/1.1",
    "SEARCH / HTTP/1.1",
    "LINK /metrics HTTP/1.1",
    "BREW /pot HTTP/1.1",
    "get /sign-in HTTP/1.1",
    "GET /%zz HTTP/1.1",
    "GET /_next/image?url=%2Ficon.svg&w=64&q=75 HTTP/1.1",
    "GET /_next/image?url=http%3A%2F%2F127.0.0.1%2F&w=64&q=75 HTTP/1.1",
    "PUT /sign-in HTTP/1.1",
    "DELETE /sign-in HTTP/1.1",
  ])("%s", async (line) => {
    const { status } = await ask(line);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
  });

  test("and after all of them the portal is there, and its log holds nothing of them", async () => {
    expect((await ask("GET /sign-in HTTP/1.1")).status).toBe(200);
    expect(hookline.web.output().replace(/^.*Running next.config.*\n/, "")).toBe("");
  });
});

describe("every page carries the usual headers", () => {
  test.each(["/webhook/a/b", "/webhook", "/no/such/page", "/_next/image", "/sign-in"])("%s", async (path) => {
    const { headers } = await ask(`GET ${path} HTTP/1.1`);
    expect(headers).toMatchObject({
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "referrer-policy": "same-origin",
      "content-security-policy": expect.stringContaining("frame-ancestors 'none'"),
    });
  });

  test.each(["/api/v1/bots", "/api/v1/no/such/call", "/api/v1/openapi.json", "/api/health", "/api/events"])(
    "%s",
    async (path) => {
      const { headers } = await ask(`GET ${path} HTTP/1.1`);
      expect(headers).toMatchObject({
        "x-content-type-options": "nosniff",
        "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
      });
    },
  );
});

/** The names under which the actions of one file are called. */
function actionsOf(file: string): string[] {
  const manifest = join(import.meta.dirname, "../../.next/server/server-reference-manifest.json");
  const { node } = JSON.parse(readFileSync(manifest, "utf8")) as {
    node: Record<string, { filename: string }>;
  };
  const names = Object.entries(node).flatMap(([name, { filename }]) => (filename === file ? [name] : []));
  if (names.length === 0) throw new Error(`${file} has no actions.`);
  return names;
}

async function post(path: string, headers: Record<string, string>, body = "[]") {
  const answer = await request(`${hookline.url}${path}`, {
    method: "POST",
    headers: { "content-type": "text/plain;charset=UTF-8", ...headers },
    body,
  });
  return { status: answer.statusCode, headers: answer.headers, text: await answer.body.text() };
}

let marks = 0;
/** What the pages logged meanwhile: all that stands before a line which is asked for afterwards. */
async function logged(during: () => Promise<unknown>): Promise<string[]> {
  const before = hookline.web.output().length;
  await during();
  const mark = `https://mark-${++marks}.example`;
  await post("/sign-in", { origin: mark });
  const log = await until("the mark", () => {
    const text = hookline.web.output().slice(before);
    return text.includes(mark) && text;
  });
  return log.split("\n").filter((line) => line !== "" && !line.includes(mark));
}

test.each(["/webhook/1/", "/webhook/", "/webhook/1", "/%zz", "/icon.svg"])(
  "%s, which is no page, carries the plain ones",
  async (path) => {
    const { headers } = await ask(`GET ${path} HTTP/1.1`);
    expect(headers).toMatchObject({ "x-content-type-options": "nosniff", "x-frame-options": "DENY" });
  },
);

describe("what another site's page sends costs one short line", () => {
  test.each([
    ["another site", "https://evil.example"],
    ["another port", "http://127.0.0.1:1"],
    ["an opaque origin", "null"],
    ["a broken one", "not an address"],
    ["a broken port", "http://127.0.0.1:port"],
    ["nothing", ""],
    ["two", "https://a.example, https://b.example"],
    ["a long one", `https://${"a".repeat(8_000)}.example`],
    ["another scheme", "javascript:alert(1)"],
  ])("an Origin that is %s", async (_what, origin) => {
    const [action = ""] = actionsOf("app/(auth)/actions.ts");
    for (const headers of [{ origin, "next-action": action }, { origin }] as Record<string, string>[]) {
      let status = 0;
      const lines = await logged(async () => {
        ({ status } = await post("/sign-in", headers));
      });
      expect(status).toBe(403);
      expect(lines).toHaveLength(1);
      expect(lines[0]?.length).toBeLessThan(400);
    }
  });
});

describe("an action is posted to the page that has it", () => {
  test("to another page's path it is refused as one that does not exist, nothing is done and nothing is logged", async () => {
    const elsewhere = actionsOf("app/(portal)/account/actions.ts");
    for (const action of elsewhere) {
      for (const more of [
        {},
        { "x-action-forwarded": "1" },
        { "x-forwarded-proto": "https" },
        { "x-forwarded-for": "203.0.113.9" },
      ]) {
        let answer = { status: 0, headers: {} as Record<string, unknown> };
        const lines = await logged(async () => {
          answer = await post("/sign-in", { origin: hookline.url, "next-action": action, ...more });
        });
        expect(lines.join("\n")).toBe("");
        expect([404, 409]).toContain(answer.status);
        expect(answer.headers["x-nextjs-action-not-found"]).toBe("1");
      }
    }
  });

  test("one that nobody has is refused without a stack", async () => {
    for (const action of ["x", "0".repeat(42), "7".repeat(42)]) {
      let status = 0;
      const lines = await logged(async () => {
        ({ status } = await post("/sign-in", { origin: hookline.url, "next-action": action }));
      });
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
      expect(lines).toEqual([]);
    }
  });
});

test("the built product has no picture for Next to scale", () => {
  const chunks = join(import.meta.dirname, "../../.next/static/chunks");
  for (const name of readdirSync(chunks)) {
    if (name.endsWith(".js"))
      expect(readFileSync(join(chunks, name), "utf8")).not.toContain("/_next/image?url=");
  }
  expect(ada.userId).toBeGreaterThan(0);
});
