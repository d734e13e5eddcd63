import { describe, expect, test } from "vitest";
import { parseCidrs } from "../../lib/config/cidr";
import { clientAddress } from "../../lib/config/client-address";
import { parseConfig } from "../../lib/config/env";
import { HooklineError } from "../../lib/core/errors";
import { brokenState, invalidState, refusedState } from "../../lib/web/action-state";
import { problemOf } from "../../lib/web/api/problem";
import { formValues } from "../../lib/web/form-values";
import { safeNextPath } from "../../lib/web/next-path";
import { isSameOrigin } from "../../lib/web/same-origin";
import { contentSecurityPolicy, plainSecurityHeaders } from "../../lib/web/security-headers";
import { decodeSession, encodeSession, sessionCookieName } from "../../lib/web/session-token";

describe("the client's address", () => {
  const proxies = parseCidrs("10.0.0.0/8, ::1");
  test.each([
    ["nobody trusted: the peer, whatever it says of itself", [], "192.0.2.1", "203.0.113.9", "192.0.2.1"],
    ["an untrusted peer", proxies, "192.0.2.1", "203.0.113.9", "192.0.2.1"],
    ["behind one proxy", proxies, "10.0.0.1", "203.0.113.9", "203.0.113.9"],
    ["a made-up entry further left", proxies, "10.0.0.1", "1.1.1.1, 203.0.113.9", "203.0.113.9"],
    ["two proxies in a row", proxies, "10.0.0.1", "203.0.113.9, 10.2.3.4", "203.0.113.9"],
    ["nothing but proxies", proxies, "10.0.0.1", "10.0.0.7, 10.2.3.4", "10.0.0.7"],
    ["a proxy that says nothing", proxies, "10.0.0.1", undefined, "10.0.0.1"],
    ["garbage in the header", proxies, "10.0.0.1", "203.0.113.9, <script>", "10.0.0.1"],
    ["an empty header", proxies, "10.0.0.1", "", "10.0.0.1"],
    ["a port behind the address", proxies, "10.0.0.1", "203.0.113.9:4711", "203.0.113.9"],
    ["IPv6 in brackets", proxies, "::1", "[2001:db8::5]:443", "2001:db8::5"],
    ["IPv4 written as IPv6", proxies, "::ffff:10.0.0.1", "::ffff:203.0.113.9", "203.0.113.9"],
    ["IPv4 as IPv6 in hexadecimal", proxies, "::FFFF:a00:1", "0:0:0:0:0:ffff:cb00:7109", "203.0.113.9"],
    ["a zone behind the address", proxies, "10.0.0.1", "fe80::1%eth0", "fe80::1%eth0"],
    ["no address at all", proxies, "10.0.0.1", "localhost", "10.0.0.1"],
    ["a Unix socket", proxies, "", "203.0.113.9", "unknown"],
    ["no peer known", proxies, undefined, "203.0.113.9", "unknown"],
  ])("%s", (_what, trusted, peer, forwarded, expected) => {
    expect(clientAddress(trusted)(peer, forwarded)).toBe(expected);
  });
});

describe("where signing in leads", () => {
  test.each(["/bots/7?tab=updates", "/", "/account", "/sign-upside", "/bots/%2f"])("back to %s", (path) => {
    expect(safeNextPath(path)).toBe(path);
  });
  test.each([
    "//evil.example",
    "/\\evil.example",
    "/\t/evil.example",
    "\\/evil.example",
    "https://evil.example",
    "javascript:alert(1)",
    "bots",
    "",
    "/sign-in?next=/sign-in",
    "/api/auth/signout",
    "/setup",
    `/${"x".repeat(3000)}`,
    undefined,
    ["/bots"],
  ])("never to %j", (path) => {
    expect(safeNextPath(path)).toBe("/bots");
  });
});

describe("a request that changes something", () => {
  const from = (headers: Record<string, string>) =>
    isSameOrigin(new Headers(headers), "https://portal.example.org");
  test.each([
    ["our own page", { origin: "http://localhost:3000", host: "localhost:3000" }, true],
    [
      "the public name, behind a proxy that rewrites Host",
      { origin: "https://portal.example.org", host: "web:3000" },
      true,
    ],
    [
      "a proxy that names the host",
      { origin: "https://a.example", host: "web", "x-forwarded-host": "a.example" },
      true,
    ],
    ["no Origin, but the browser vouches", { "sec-fetch-site": "same-origin", host: "localhost:3000" }, true],
    ["another site", { origin: "https://evil.example", host: "localhost:3000" }, false],
    ["another port", { origin: "http://localhost:3001", host: "localhost:3000" }, false],
    ["a sister site", { "sec-fetch-site": "same-site", host: "localhost:3000" }, false],
    ["an opaque origin", { origin: "null", host: "localhost:3000" }, false],
    ["neither Origin nor a browser", { host: "localhost:3000" }, false],
    ["nothing at all", {}, false],
  ])("from %s", (_what, headers, expected) => {
    expect(from(headers as unknown as Record<string, string>)).toBe(expected);
  });
});

describe("forms and what becomes of them", () => {
  test("a form becomes an object: repeated names a list, Next's fields and files left out", () => {
    const form = new FormData();
    for (const [name, value] of [
      ["a", "1"],
      ["b", "1"],
      ["b", "2"],
      ["b", "3"],
      ["$ACTION_ID_x", "y"],
    ] as const) {
      form.append(name, value);
    }
    form.append("__proto__", "z");
    form.append("file", new File(["x"], "x.txt"));
    const values = formValues(form);
    expect(Object.entries(values)).toEqual([
      ["a", "1"],
      ["b", ["1", "2", "3"]],
      ["__proto__", "z"],
    ]);
    expect(({} as Record<string, unknown>).z).toBeUndefined();
  });

  test("issues come out at their fields, a refusal with its code, a fault with a reference alone", () => {
    const same = (sentence: string) => sentence;
    const issues = [
      { path: "email", message: "One." },
      { path: "email", message: "Two." },
    ];
    expect(invalidState(issues, same)).toMatchObject({
      message: "One.",
      fields: { email: ["One.", "Two."] },
    });
    expect(refusedState(new HooklineError("rate_limited", "Wait.", { retryAfterS: 9 }), same)).toEqual({
      status: "failed",
      code: "rate_limited",
      message: "Wait.",
      fields: {},
      retryAfterS: 9,
    });
    expect(brokenState("ABC", same)).toMatchObject({ code: "internal_error", reference: "ABC" });
  });

  test("an expected error becomes a problem, also from another copy of its class", () => {
    const error = new HooklineError("rate_limited", "Wait.", { retryAfterS: 1.2 });
    const copy = {
      [Symbol.for("hookline.error")]: true,
      code: error.code,
      status: 429,
      facts: error.facts,
      message: "Wait.",
    };
    for (const each of [error, copy]) {
      expect(problemOf(each)).toMatchObject({
        problem: { status: 429, code: "rate_limited", title: "Too many requests", detail: "Wait." },
        headers: { "retry-after": "2" },
      });
    }
    expect(problemOf(new Error("secret"))).toBeUndefined();
  });
});

describe("session tokens", () => {
  const config = parseConfig({ NEXTAUTH_SECRET: "s".repeat(40) });
  const claims = { userId: 7, sessionId: "0e3d7c1a-3f60-4a59-9f2b-9a1f0f2a7c55" };

  test("say whose they are and which, and are encrypted", async () => {
    const token = await encodeSession(config, claims);
    expect(await decodeSession(config, token)).toEqual(claims);
    expect(Buffer.from(token, "base64url").toString()).not.toContain("0e3d7c1a");
  });

  test("of another secret, tampered with or made up are nobody's", async () => {
    const token = await encodeSession(config, claims);
    const other = parseConfig({ NEXTAUTH_SECRET: "t".repeat(40) });
    expect(await decodeSession(other, token)).toBeUndefined();
    expect(await decodeSession(config, `${token.slice(0, -4)}AAAA`)).toBeUndefined();
    expect(await decodeSession(config, "")).toBeUndefined();
    expect(await decodeSession(config, "a.b.c.d.e")).toBeUndefined();
  });

  test("no secret means no session", async () => {
    await expect(encodeSession(parseConfig({}), claims)).rejects.toThrow("NEXTAUTH_SECRET");
    expect(await decodeSession(parseConfig({}), "x")).toBeUndefined();
  });

  test("travel in a secure cookie wherever the portal is reached by https", () => {
    expect(sessionCookieName(parseConfig({ NEXTAUTH_URL: "https://a.example" }))).toMatch(/^__Secure-/);
    expect(sessionCookieName(config)).not.toMatch(/^__Secure-/);
  });
});

describe("security headers", () => {
  test("scripts run by nonce only; nobody frames us; HSTS behind https alone", () => {
    const policy = contentSecurityPolicy("abc", { developing: false, https: true });
    expect(policy).toMatch(/script-src 'nonce-abc' 'strict-dynamic';/);
    expect(policy).toMatch(/frame-ancestors 'none'.*upgrade-insecure-requests/);
    expect(policy.match(/script-src[^;]*/)?.[0]).not.toMatch(/unsafe/);
    expect(contentSecurityPolicy("abc", { developing: false, https: false })).not.toMatch(/upgrade/);
    expect(plainSecurityHeaders({ https: true })).toHaveProperty("strict-transport-security");
    expect(plainSecurityHeaders({ https: false })).not.toHaveProperty("strict-transport-security");
  });
});
