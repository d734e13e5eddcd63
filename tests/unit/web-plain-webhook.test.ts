import { describe, expect, test } from "vitest";
import { readPlainWebhook } from "../../lib/web/plain-webhook";

const body = '{"update_id":1}';
const plain = [
  "POST /webhook/7 HTTP/1.1",
  "Host: bot.example.org",
  "X-Forwarded-For: 149.154.167.220",
  "Content-Length: 15",
  "Content-Type: application/json",
  "X-Telegram-Bot-Api-Secret-Token: 3_abc",
  "Accept-Encoding: gzip, deflate",
];
const bytesOf = (lines: readonly string[], after = body) =>
  Buffer.from(`${lines.join("\r\n")}\r\n\r\n${after}`, "latin1");
/** The plain request with one line in the place of another, or more lines at its end. */
const but = (line: string, ...now: string[]) =>
  bytesOf(plain.flatMap((each) => (each === line ? now : [each])));
const and = (...more: string[]) => bytesOf([...plain, ...more]);

test("a webhook as Telegram's and a proxy's makes it is read", () => {
  expect(readPlainWebhook(bytesOf(plain))).toEqual({
    userId: "7",
    headers: {
      host: "bot.example.org",
      "x-forwarded-for": "149.154.167.220",
      "content-length": "15",
      "content-type": "application/json",
      "x-telegram-bot-api-secret-token": "3_abc",
    },
    body: Buffer.from(body),
  });
});

test("names may be in any case, and values have spaces around them or nothing in them", () => {
  const read = readPlainWebhook(
    bytesOf([
      "POST /webhook/7 HTTP/1.1",
      "HOST:a",
      "content-length:  15  ",
      "Content-Type:",
      "CONNECTION: Keep-Alive",
    ]),
  );
  expect(read?.headers).toEqual({
    host: "a",
    "content-length": "15",
    "content-type": "",
    connection: "Keep-Alive",
  });
});

describe("left to a real parser is", () => {
  const [start = "", host = "", , length = ""] = plain;
  const request = (line: string) => but(start, line);
  test.each([
    ["half a head", bytesOf(plain).subarray(0, 40)],
    ["a head without its body", bytesOf(plain, "")],
    ["half a body", bytesOf(plain, body.slice(1))],
    ["a second request behind the first", Buffer.concat([bytesOf(plain), bytesOf(plain)])],
    ["one byte behind the body", bytesOf(plain, `${body} `)],
    ["an empty line before the request", Buffer.concat([Buffer.from("\r\n"), bytesOf(plain)])],
    ["nothing", Buffer.alloc(0)],
    ["TLS", Buffer.from("160301020001", "hex")],
    ["another method", request("GET /webhook/7 HTTP/1.1")],
    ["a method in lower case", request("post /webhook/7 HTTP/1.1")],
    ["another path", request("POST /webhooks/7 HTTP/1.1")],
    ["no tenant", request("POST /webhook/ HTTP/1.1")],
    ["a tenant with a leading zero", request("POST /webhook/07 HTTP/1.1")],
    ["the canary", request("POST /webhook/canary HTTP/1.1")],
    ["a query", request("POST /webhook/7?a=1 HTTP/1.1")],
    ["a proxy's form of the target", request("POST http://bot.example.org/webhook/7 HTTP/1.1")],
    ["HTTP/1.0", request("POST /webhook/7 HTTP/1.0")],
    ["two spaces in the request line", request("POST  /webhook/7 HTTP/1.1")],
    ["no host", but(host)],
    ["two hosts", and("Host: other.example.org")],
    ["no length", but(length)],
    ["two lengths", and("Content-Length: 15")],
    ["two lengths in one", but(length, "Content-Length: 15, 15")],
    ["a signed length", but(length, "Content-Length: +15")],
    ["a length in hexadecimal", but(length, "Content-Length: 0xf")],
    ["a length with a space in it", but(length, "Content-Length: 1 5")],
    ["a tab behind a length", but(length, "Content-Length: 15\t")],
    ["a tab in any other header", and("X-Tab: a\tb")],
    ["two secrets", and("x-telegram-bot-api-secret-token: 4_abc")],
    ["chunks", and("Transfer-Encoding: chunked")],
    ["chunks without a length", but(length, "Transfer-Encoding: chunked")],
    ["a question before the body", and("Expect: 100-continue")],
    ["an upgrade", and("Upgrade: websocket")],
    ["an end of the connection by its old name", and("Proxy-Connection: close")],
    ["an end of the connection", and("Connection: close")],
    ["a connection's own header", and("Connection: keep-alive, X-Forwarded-For")],
    ["a folded header", and("X-Folded: a", " b")],
    ["a space before the colon", and("X-Spaced : a")],
    ["a header without a name", and(": a")],
    ["a header without a colon", and("X-Bare")],
    ["a bare line feed", and("X-Bare: a\nTransfer-Encoding: chunked")],
    ["a bare carriage return", and("X-Bare: a\rb")],
    ["a NUL", and("X-Nul: a\0b")],
    ["letters beyond ASCII", and("X-Far: \u00e9")],
    ["a head of more than 4 kB", and(`X-Long: ${"a".repeat(5_000)}`)],
  ])("%s", (_, bytes) => {
    expect(readPlainWebhook(bytes)).toBeUndefined();
  });
});
