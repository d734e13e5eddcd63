import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { request } from "undici";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Account, type RunningHookline, startHookline } from "../support/hookline";
import { pagesPid } from "../support/pages-pid";
import { dial, type RawClient } from "../support/raw-client";
import { serverActions } from "../support/server-actions";
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

/** The id under which a page calls its action of this name. */
function idOf(name: string): string {
  const action = serverActions().find((each) => each.name === name);
  if (!action) throw new Error(`The build has no ${name}.`);
  return action.id;
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
    const action = idOf("signInAction");
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
    const elsewhere = serverActions().flatMap(({ id, page }) => (page === "/account" ? [id] : []));
    expect(elsewhere.length).toBeGreaterThan(5);
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

/** A form as a browser without JavaScript sends it. */
function form(parts: readonly (readonly [string, string])[]): string {
  const part = ([name, value]: readonly [string, string]) =>
    `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  return `${parts.map(part).join("")}--x--\r\n`;
}
const multipart = { "content-type": "multipart/form-data; boundary=x" };

describe("forms and arguments that would keep the pages busy, or fail in Next, are refused at once and silently", () => {
  const signIn = idOf("signInAction");
  const ofAdmins = idOf("resetTwoFactorAction");
  const bound = (id: string) => ["$ACTION_1:0", JSON.stringify({ id, bound: "$@1" })] as const;
  const zeros = (count: number) => ["$ACTION_1:1", JSON.stringify(Array(count).fill(0))] as const;
  const refs = (count: number) => Array.from({ length: count }, () => ["$ACTION_REF_1", ""] as const);
  const args = { "next-action": signIn };
  const cases: [string, Record<string, string>, string][] = [
    ["a thousand times the same action", multipart, form([...refs(1_000), bound(signIn), zeros(5_000)])],
    [
      "two actions",
      multipart,
      form([["$ACTION_REF_1", ""], [`$ACTION_ID_${signIn}`, ""], bound(signIn), zeros(1)]),
    ],
    ["too many arguments of a form", multipart, form([["$ACTION_REF_1", ""], bound(signIn), zeros(1_001)])],
    ["an action that there is not", multipart, form([[`$ACTION_ID_${"0".repeat(42)}`, ""]])],
    ["another page's action", multipart, form([["$ACTION_REF_1", ""], bound(ofAdmins), zeros(1)])],
    ["no action", multipart, form([["a", "b"]])],
    ["nothing", multipart, "--x--\r\n"],
    [
      "too many fields",
      { ...multipart, ...args },
      form([
        ...Array.from({ length: 300 }, (_, i) => [`_1_${i}`, ""] as const),
        ["0", '[{"status":"idle"},"$K1"]'],
      ]),
    ],
    [
      "many forms",
      { ...multipart, ...args },
      form([
        ["_2_a", ""],
        ["0", JSON.stringify([{ x: Array(80_000).fill("$K1") }, "$K2"])],
      ]),
    ],
    ["many arguments", args, JSON.stringify(Array(1_001).fill(0))],
    [
      "places within places",
      args,
      JSON.stringify([[1], ...Array.from({ length: 12 }, (_, i) => [`$0:${i}`, `$0:${i}`])]),
    ],
    ["1.5 MiB", args, JSON.stringify([{ status: "idle" }, "x".repeat(1_500_000)])],
    ["30,000 fields", multipart, form(Array.from({ length: 30_000 }, (_, i) => [`f${i}`, ""] as const))],
    [
      "a type that only begins like a form's",
      { "content-type": "multipart/form-dataX; boundary=x" },
      form([["a", "b"]]),
    ],
    [
      "a form's type in capitals",
      { ...args, "content-type": "MULTIPART/FORM-DATA; boundary=x" },
      form([["0", "[]"]]),
    ],
    ["a member that is none", args, '[{"__proto__":{"a":1}},"$0:0:__proto__"]'],
    ["another type", { "content-type": "application/x-www-form-urlencoded" }, "a=b"],
  ];
  test.each(cases)("%s", async (_what, headers, body) => {
    let status = 0;
    const used = processorOf(await pagesPid(hookline));
    const lines = await logged(async () => {
      ({ status } = await post("/sign-in", { origin: hookline.url, ...headers }, body));
    });
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    expect(lines).toEqual([]);
    expect(processorOf(await pagesPid(hookline)) - used, "seconds of processor time").toBeLessThan(1);
  });

  test("an upload that is broken off leaves nothing in the log", async () => {
    const lines = await logged(async () => {
      for (const head of [
        ["POST /sign-in HTTP/1.1", "Content-Type: application/x-www-form-urlencoded"],
        ["POST /nosuch HTTP/1.1"],
        ["POST /sign-in HTTP/1.1", `Next-Action: ${signIn}`, "Content-Type: text/plain"],
        ["POST /sign-in HTTP/1.1", "Content-Type: multipart/form-data; boundary=x"],
        ["POST /api/auth/csrf HTTP/1.1"],
        ["OPTIONS /sign-in HTTP/1.1"],
      ]) {
        const client = dial(Number(new URL(hookline.url).port));
        open.push(client);
        client.send(
          `${[...head, "Host: 127.0.0.1", `Origin: ${hookline.url}`, "Content-Length: 1000"].join("\r\n")}\r\n\r\nabc`,
        );
        // It has reached the pages by the time that another request has been answered.
        await ask("GET /api/health HTTP/1.1");
        client.socket.destroy();
      }
    });
    expect(lines).toEqual([]);
  });
});

/** Seconds of processor time that a process has used (proc(5), fields 14 and 15 of stat, in hundredths). */
function processorOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

test("an address whose redirect is longer than the address is answered at once", async () => {
  for (const path of [
    `/bots?q=${"%25".repeat(4_000)}`,
    `/bots/${"%25".repeat(4_000)}/`,
    `/bots?q=${"a".repeat(15_000)}`,
  ]) {
    const used = processorOf(await pagesPid(hookline));
    const { status } = await ask(`GET ${path} HTTP/1.1`);
    expect([307, 308]).toContain(status);
    expect(processorOf(await pagesPid(hookline)) - used, "seconds of processor time").toBeLessThan(1);
  }
});

test("a router's state that Next cannot read is refused", async () => {
  for (const state of ["x", "[]", "null", "%ff", "%7B%7D", "[".repeat(2_000)]) {
    const lines = await logged(async () => {
      for (const path of ["/nope", "/sign-up", "/bots"])
        expect((await ask(`GET ${path} HTTP/1.1`, "RSC: 1", `Next-Router-State-Tree: ${state}`)).status).toBe(
          400,
        );
    });
    expect(lines).toEqual([]);
  }
});

test("a Host that is none is refused at once", async () => {
  for (const host of ["[", "a@b", "[::1", "a/b"]) {
    const client = dial(Number(new URL(hookline.url).port));
    open.push(client);
    client.send(`GET /sign-in HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
    expect((await client.answers(1))[0]?.status).toBe(400);
  }
});

test("metrics are read, and take nothing", async () => {
  expect((await ask("POST /metrics HTTP/1.1", "Content-Length: 0")).status).toBe(405);
});

test("a request that wants another protocol is the last of its connection", async () => {
  const answer = await ask(
    "POST /api/v1/a HTTP/1.1",
    "Upgrade: h2c",
    "Connection: Upgrade",
    "Content-Length: 0",
  );
  expect(answer).toMatchObject({ status: 404, last: true });
});

test("a thousand headers hide neither the client's address nor a body", async () => {
  const many = Array.from({ length: 1_100 }, (_, i) => `${i.toString(36)}:1`);
  let last = 0;
  for (let i = 0; i < 62; i++)
    last = (
      await ask(
        "GET /api/v1/bots HTTP/1.1",
        "Authorization: Bearer hl_wrong",
        `X-Forwarded-For: 198.51.100.${i}`,
        ...many,
      )
    ).status;
  expect(last).toBe(401);
  expect((await ask("GET /api/health HTTP/1.1", ...many, "Content-Length: 5")).status).toBe(400);
});
