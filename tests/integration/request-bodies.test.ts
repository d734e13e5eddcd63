import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { freePort } from "../../lib/core/ports";
import { createVault } from "../../lib/core/vault";
import { readRuntimeConfig } from "../../lib/runtime/start-from-environment";
import { type Certificate, makeCertificate } from "../support/certificate";
import { type Account, type RunningHookline, startHookline } from "../support/hookline";
import { type RunningNginx, startNginx } from "../support/nginx";
import { dial, type RawAnswer, type RawClient } from "../support/raw-client";
import { until } from "../support/system";
import { webhookSecret } from "../support/webhook-secret";

let hookline: RunningHookline;
let certificate: Certificate;
let nginx: RunningNginx;
let tlsPort: number;
let ada: Account;
const open: RawClient[] = [];

beforeAll(async () => {
  certificate = makeCertificate("IP:127.0.0.1");
  tlsPort = await freePort();
  hookline = await startHookline({ env: { TRUSTED_PROXIES: "127.0.0.1" } });
  const webPort = Number(new URL(hookline.url).port);
  nginx = await startNginx({ certificate, webPort, tlsPort, plainPort: await freePort() });
  ada = await hookline.account();
});
afterEach(() => {
  for (const { socket } of open.splice(0)) socket.destroy();
});
afterAll(async () => {
  await nginx.close();
  await hookline.close();
  certificate.remove();
});

type Way = "direct" | "through nginx";
const ways: Way[] = ["direct", "through nginx"];

function client(way: Way): RawClient {
  const dialled =
    way === "direct" ? dial(Number(new URL(hookline.url).port)) : dial(tlsPort, certificate.cert);
  open.push(dialled);
  return dialled;
}

const request = (line: string, headers: readonly string[], body = "") =>
  `${[`${line} HTTP/1.1`, "Host: 127.0.0.1", ...headers].join("\r\n")}\r\n\r\n${body}`;
const chunked = (body: string) => `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
const health = request("GET /api/health", []);

/** What an attacker would like the pages to read as a request of its own, with a stranger's answer to follow. */
const smuggled = request("GET /sign-in?smuggled=1", ["X-Swallow: yes"]);

/** Strangers ask for what only they get: one after another, and many at once. Each has to have its own answer. */
async function strangersAreServed(way: Way): Promise<void> {
  const ask = async (n: number): Promise<RawAnswer | undefined> => {
    const stranger = client(way);
    // An address that says by its refusal which request this is the answer to.
    stranger.send(
      n % 2 === 0
        ? health
        : request(`GET /api/v1/bots/${1_000_000 + n}`, [
            `Authorization: Bearer ${ada.apiKey}`,
            "Accept: application/json",
          ]),
    );
    const [answer] = await stranger.answers(1);
    expect(stranger.rest(), "bytes behind the answer").toBe("");
    stranger.socket.destroy();
    return answer;
  };
  const check = (n: number, answer: RawAnswer | undefined) => {
    expect([n, answer?.status, answer?.headers["content-type"]]).toEqual(
      n % 2 === 0 ? [n, 200, "application/json"] : [n, 404, "application/problem+json"],
    );
  };
  for (let n = 1; n <= 4; n++) check(n, await ask(n));
  const many = await Promise.all(Array.from({ length: 12 }, (_, n) => ask(n)));
  for (const [n, answer] of many.entries()) check(n, answer);
}

describe.each(ways)("a body is one request's alone, %s", (way) => {
  test.each([
    ["GET", "a length", request("GET /api/health", [`Content-Length: ${smuggled.length}`], smuggled)],
    ["HEAD", "a length", request("HEAD /api/health", [`Content-Length: ${smuggled.length}`], smuggled)],
    ["GET", "chunks", request("GET /api/health", ["Transfer-Encoding: chunked"], chunked(smuggled))],
    ["HEAD", "chunks", request("HEAD /api/health", ["Transfer-Encoding: chunked"], chunked(smuggled))],
    ["GET", "an empty chunk", request("GET /api/health", ["Transfer-Encoding: chunked"], "0\r\n\r\n")],
    ["GET", "a length that never comes", request("GET /api/health", ["Content-Length: 300"])],
    [
      "GET",
      "a length, for a page",
      request("GET /sign-in", [`Content-Length: ${smuggled.length}`], smuggled),
    ],
    [
      "GET",
      "a length, for metrics",
      request("GET /metrics?a", [`Content-Length: ${smuggled.length}`], smuggled),
    ],
  ])("%s with %s is refused, and nobody else feels it", async (_method, _what, bytes) => {
    const attacker = client(way);
    attacker.send(bytes);
    // nginx waits for a body that never comes, and has the answer only when it has given up: strangers do not wait.
    if (way === "direct" || bytes.length > 200) {
      const [refused] = await attacker.answers(1);
      // Before nginx hands it on, metrics are nobody's.
      expect(refused?.status).toBe(way !== "direct" && bytes.startsWith("GET /metrics") ? 404 : 400);
    }
    await strangersAreServed(way);
    const all = await attacker.answers(0);
    expect(all.length, "answers for one request").toBeLessThanOrEqual(1);
  });

  test.each([
    ["OPTIONS", "/api/v1/bots"],
    ["DELETE", "/api/v1/bots/1"],
    ["POST", "/sign-in"],
    ["PUT", "/api/v1/bots/1/replies"],
    ["PATCH", "/api/auth/csrf"],
  ])(
    "%s %s takes its body with it: by length, in chunks, and as one that nobody reads",
    async (method, path) => {
      for (const [headers, body] of [
        [[`Content-Length: ${smuggled.length}`], smuggled],
        [["Transfer-Encoding: chunked"], chunked(smuggled)],
        [["Content-Length: 0"], ""],
      ] as const) {
        const caller = client(way);
        // The next request on the same connection is the next one, wherever the first one's body went.
        caller.send(request(`${method} ${path}`, headers, body));
        const [first] = await caller.answers(1);
        expect(first?.status).toBeGreaterThanOrEqual(200);
        expect(first?.status).toBeLessThan(500);
        if (!first?.last) {
          caller.send(health);
          expect((await caller.answers(2))[1]).toMatchObject({
            status: 200,
            headers: { "content-type": "application/json" },
          });
        }
        await strangersAreServed(way);
      }
    },
  );

  test("a length that is too short makes the rest the sender's own next request, and nobody else's", async () => {
    const attacker = client(way);
    attacker.send(request("POST /api/v1/bots", ["Content-Length: 4"], `null${smuggled}`));
    const answers = await attacker.answers(2);
    expect(answers.map(({ status }) => status)).toEqual([401, 200]);
    await strangersAreServed(way);
  });

  test.each([
    ["with a length", request("POST /sign-in", ["Content-Length: 5000"], smuggled)],
    [
      "in the middle of a chunk",
      request("POST /sign-in", ["Transfer-Encoding: chunked"], `fff\r\n${smuggled}`),
    ],
    [
      "with a key",
      () =>
        request(
          "PUT /api/v1/bots/1/replies",
          [`Authorization: Bearer ${ada.apiKey}`, "Content-Type: application/json", "Content-Length: 5000"],
          smuggled,
        ),
    ],
  ])("an upload %s that is cut off ends with its sender", async (_what, bytes) => {
    for (let i = 0; i < 3; i++) {
      const attacker = client(way);
      attacker.send(typeof bytes === "string" ? bytes : bytes());
      // The connection to the pages is open by the time that a stranger has been answered.
      await strangersAreServed(way);
      attacker.socket.destroy();
      await strangersAreServed(way);
    }
  });

  test.each([
    [
      "a chunk with a wrong length",
      request("POST /sign-in", ["Transfer-Encoding: chunked"], `3\r\n${smuggled}`),
    ],
    [
      "a length and chunks",
      request("POST /sign-in", ["Content-Length: 4", "Transfer-Encoding: chunked"], chunked(smuggled)),
    ],
    ["two lengths", request("POST /sign-in", ["Content-Length: 4", "Content-Length: 5"], smuggled)],
    ["a signed length", request("POST /sign-in", ["Content-Length: +4"], smuggled)],
    ["chunks by another name", request("POST /sign-in", ["Transfer-Encoding: xchunked"], chunked(smuggled))],
    [
      "a space before the colon",
      request("POST /sign-in", ["Transfer-Encoding : chunked"], chunked(smuggled)),
    ],
  ])("%s is refused", async (_what, bytes) => {
    const attacker = client(way);
    attacker.send(bytes);
    const [refused] = await attacker.answers(1);
    expect([400, 501]).toContain(refused?.status);
    await strangersAreServed(way);
  });
});

test("what a client calls itself is not what the pages are told: the peer's header has no name that it could send", async () => {
  for (const name of ["x-hookline-peer", "x-hookline-peer-0", `x-hookline-peer-${"0".repeat(32)}`]) {
    // Each address has 60 wrong keys: were the header believed, every try would come from another one.
    let last: RawAnswer | undefined;
    for (let i = 0; i < 62; i++) {
      const caller = client("direct");
      caller.send(
        request("GET /api/v1/bots", [
          "Authorization: Bearer hl_wrong",
          `${name}: 203.0.113.${i}`,
          `X-Forwarded-For: 198.51.100.7`,
        ]),
      );
      [last] = await caller.answers(1);
      caller.socket.destroy();
    }
    expect(last?.status).toBe(429);
  }
});

describe.each(ways)("too much is refused with an answer that arrives, %s", (way) => {
  const limit = 2 * 1024 * 1024;
  const sizes: [string, string, (bytes: Buffer) => (string | Buffer)[]][] = [
    [
      "declared",
      "POST /sign-in",
      (bytes) => [request("POST /sign-in", [`Content-Length: ${bytes.length}`]), bytes],
    ],
    [
      "counted",
      "POST /sign-in",
      (bytes) => [
        request("POST /sign-in", ["Transfer-Encoding: chunked"]),
        `${bytes.length.toString(16)}\r\n`,
        bytes,
        "\r\n0\r\n\r\n",
      ],
    ],
    [
      "declared, over REST",
      "PUT /api/v1/bots/1/replies",
      (bytes) => [request("PUT /api/v1/bots/1/replies", [`Content-Length: ${bytes.length}`]), bytes],
    ],
  ];

  test.each(sizes)("%s at %s", async (_how, line, send) => {
    for (let i = 0; i < 5; i++) {
      const caller = client(way);
      for (const bytes of send(Buffer.alloc(limit + 1 + i * 500_000, "x"))) caller.send(bytes);
      const [answer] = await caller.answers(1);
      expect(answer?.status).toBe(413);
      if (way === "direct" && line.includes("/api/"))
        expect(JSON.parse(answer?.body ?? "")).toMatchObject({ code: "body_too_large" });
      expect(caller.reset()).toBe(false);
      await until("the end of the connection", () => caller.ended() || way !== "direct");
    }
    await strangersAreServed(way);
  });

  test("at the webhook: 1 MiB and a byte, and 2 MiB at once, ten times each", async () => {
    const { token } = hookline.simulator.createBot({});
    const { json } = await hookline.api(ada, "POST", "/bots", { token, mode: "webhook" });
    const { id } = json as { id: number };
    const vault = createVault(readRuntimeConfig(hookline.env).TOKEN_ENCRYPTION_KEYS);
    const secret = await webhookSecret(hookline.db.database, vault, id);
    for (const size of [1024 * 1024 + 1, limit - 10]) {
      for (let i = 0; i < 10; i++) {
        const caller = client(way);
        const head = request(`POST /webhook/${ada.userId}`, [
          "Content-Type: application/json",
          `X-Telegram-Bot-Api-Secret-Token: ${secret}`,
          ...(i % 2 === 0 ? [`Content-Length: ${size}`] : ["Transfer-Encoding: chunked"]),
        ]);
        const body = Buffer.alloc(size, "x");
        caller.send(head);
        if (i % 2 === 0) caller.send(body);
        else for (const bytes of [`${size.toString(16)}\r\n`, body, "\r\n0\r\n\r\n"]) caller.send(bytes);
        expect((await caller.answers(1))[0]?.status).toBe(413);
        expect(caller.reset()).toBe(false);
        caller.socket.destroy();
      }
    }
  });
});

test("a bad API key is refused before its body has come", async () => {
  for (const authorization of ["Bearer hl_wrong", "Basic YTpi", ""]) {
    const caller = client("direct");
    caller.send(
      request(
        "POST /api/v1/bots",
        [`Authorization: ${authorization}`, "Content-Type: application/json", "Content-Length: 2000000"],
        '{"token":',
      ),
    );
    const [answer] = await caller.answers(1);
    expect(answer?.status).toBe(401);
    // As every answer of ours, though no page.
    expect(answer?.headers).toMatchObject({
      "x-content-type-options": "nosniff",
      "content-security-policy": expect.stringContaining("'none'"),
    });
  }
});

test("who asks before sending a body that is too long is told not to send it", async () => {
  const caller = client("direct");
  caller.send(request("POST /sign-in", ["Expect: 100-continue", "Content-Length: 9000000"]));
  const [answer] = await caller.answers(1);
  expect(answer).toMatchObject({ status: 413, last: true });
  await until("the end of the connection", () => caller.ended());
});
