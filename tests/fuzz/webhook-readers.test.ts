import { createServer, type IncomingMessage } from "node:http";
import { Duplex } from "node:stream";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readPlainWebhook } from "../../lib/web/plain-webhook";
import { untilTimeIsUp } from "./fuzz-time";

/** What node:http makes of some bytes: the requests in them, and whether it found a fault. */
interface Read {
  requests: {
    method: string;
    url: string;
    headers: IncomingMessage["headers"];
    body: string;
    keepAlive: boolean;
  }[];
  fault: boolean;
}

const server = createServer();
let report: (read: Read) => void = () => {};
let found: Read = { requests: [], fault: false };

beforeAll(() => {
  server.on("request", (request, response) => {
    const chunks: Buffer[] = [];
    const { method = "", url = "", headers } = request;
    const { shouldKeepAlive: keepAlive } = response;
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("error", () => {});
    request.on("end", () => {
      found.requests.push({
        method,
        url,
        headers,
        body: Buffer.concat(chunks).toString("latin1"),
        keepAlive,
      });
      response.end();
    });
  });
  server.on("clientError", (_error, socket) => {
    found.fault = true;
    socket.destroy();
  });
});
afterAll(() => server.close());

/** Gives node:http a connection on which the bytes come at once, and then the end. */
function readByNode(bytes: Buffer): Promise<Read> {
  found = { requests: [], fault: false };
  return new Promise((resolve) => {
    report = resolve;
    const connection = new Duplex({
      read() {},
      write: (_chunk, _encoding, done) => done(),
      final: (done) => done(),
    });
    connection.once("close", () => report(found)).on("error", () => {});
    server.emit("connection", connection);
    connection.push(bytes);
    // The end is read only after the bytes: what is half a request then is a fault.
    connection.push(null);
  });
}

const body = fc.oneof(
  fc.constant('{"update_id":1}'),
  fc.string({ maxLength: 60 }),
  fc.constant("GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n"),
  fc.constant("0\r\n\r\n"),
  fc.constant(""),
);
const value = fc.oneof(
  fc.string({ maxLength: 30 }),
  fc.constantFrom(
    "keep-alive",
    "close",
    "Keep-Alive",
    "chunked",
    "identity",
    "gzip",
    "100-continue",
    "h2c",
    "\t",
    "",
  ),
  fc.constantFrom(
    "1",
    "15",
    "015",
    "+15",
    "15 ",
    " \t15",
    "1e1",
    "0x0f",
    "15,15",
    "15, 16",
    "99999999",
    "-0",
  ),
  fc.string({ unit: "binary", maxLength: 12 }),
);
const name = fc.oneof(
  fc.constantFrom(
    "Host",
    "HOST",
    "Connection",
    "Content-Length",
    "content-length",
    "Content-Type",
    "X-Forwarded-For",
  ),
  fc.constantFrom(
    "X-Telegram-Bot-Api-Secret-Token",
    "Transfer-Encoding",
    "Expect",
    "Upgrade",
    "TE",
    "Trailer",
  ),
  fc.constantFrom(
    "Keep-Alive",
    "Proxy-Connection",
    "Content-Encoding",
    "HTTP2-Settings",
    "Cookie",
    "__proto__",
  ),
  fc.string({ minLength: 1, maxLength: 8 }),
);
const colon = fc.constantFrom(":", ": ", ":\t", " :", "", ":  ");
const end = fc.oneof(
  { weight: 20, arbitrary: fc.constant("\r\n") },
  { weight: 1, arbitrary: fc.constantFrom("\n", "\r", "\r\n ", "\r\r\n") },
);
const header = fc.tuple(name, colon, value, end).map((parts) => parts.join(""));
const line = fc.oneof(
  { weight: 8, arbitrary: fc.constant("POST /webhook/7 HTTP/1.1\r\n") },
  {
    weight: 2,
    arbitrary: fc
      .tuple(
        fc.constantFrom("POST", "GET", "post", "PUT", "POST ", "HEAD"),
        fc.constantFrom(" ", "  ", "\t"),
        fc.constantFrom(
          "/webhook/7",
          "/webhook/07",
          "/webhook/7?a",
          "/webhook/7#a",
          "//webhook/7",
          "http://a/webhook/7",
          "*",
        ),
        fc.constantFrom(" HTTP/1.1", " HTTP/1.0", " HTTP/1.1 ", " HTTP/2.0", "", " http/1.1"),
        end,
      )
      .map((parts) => parts.join("")),
  },
);

/** A request that is nearly a webhook: with headers before and after those it needs, and a byte or two wrong. */
const nearly = fc
  .record({
    line,
    before: fc.array(header, { maxLength: 3 }),
    after: fc.array(header, { maxLength: 3 }),
    host: fc.boolean(),
    body,
    lengthOff: fc.oneof(
      { weight: 9, arbitrary: fc.constant(0) },
      { weight: 1, arbitrary: fc.integer({ min: -3, max: 3 }) },
    ),
    more: fc.oneof({ weight: 9, arbitrary: fc.constant("") }, { weight: 1, arbitrary: body }),
    wrong: fc.array(fc.tuple(fc.nat(400), fc.nat(255), fc.constantFrom("put", "insert", "drop")), {
      maxLength: 2,
    }),
    withWrong: fc.boolean(),
  })
  .map((parts) => {
    const { line, before, after, host, body, lengthOff, more, wrong, withWrong } = parts;
    const length = `Content-Length: ${Math.max(0, Buffer.byteLength(body, "latin1") + lengthOff)}\r\n`;
    const text = [line, host ? "Host: a\r\n" : "", ...before, length, ...after, "\r\n", body, more].join("");
    const bytes = [...Buffer.from(text, "latin1")];
    for (const [at, byte, how] of withWrong ? wrong : []) {
      const place = at % bytes.length;
      bytes.splice(place, how === "insert" ? 0 : 1, ...(how === "drop" ? [] : [byte]));
    }
    return Buffer.from(bytes);
  });

test("what the fast lane reads as a webhook, node:http reads as the same", async () => {
  let read = 0;
  await fc.assert(
    fc.asyncProperty(nearly, async (bytes) => {
      const webhook = readPlainWebhook(bytes);
      if (!webhook) return;
      read++;
      const { requests, fault } = await readByNode(bytes);
      expect(fault).toBe(false);
      expect(requests).toHaveLength(1);
      const [request] = requests;
      expect(request).toMatchObject({ method: "POST", url: `/webhook/${webhook.userId}`, keepAlive: true });
      expect(request?.body).toBe(webhook.body.toString("latin1"));
      for (const name of [
        "host",
        "connection",
        "content-length",
        "content-type",
        "x-forwarded-for",
        "x-telegram-bot-api-secret-token",
        "transfer-encoding",
        "expect",
        "upgrade",
        "te",
        "trailer",
      ])
        expect([name, request?.headers[name]]).toEqual([name, webhook.headers[name]]);
    }),
    untilTimeIsUp,
  );
  expect(read, "webhooks that the lane took").toBeGreaterThan(200);
});
