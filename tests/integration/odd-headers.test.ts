import { encode } from "next-auth/jwt";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inParallel } from "../support/ask";
import { type OddPortal, startOddPortal } from "../support/odd-portal";
import { oddParts } from "../support/odd-values";
import { formActionBody, serverActions } from "../support/server-actions";

/** What a client may say of itself; each is read, stored or passed on somewhere. */
const names = [
  "accept",
  "accept-encoding",
  "accept-language",
  "authorization",
  "content-type",
  "cookie",
  "if-none-match",
  "next-action",
  "next-router-prefetch",
  "next-router-segment-prefetch",
  "next-router-state-tree",
  "next-url",
  "origin",
  "range",
  "referer",
  "rsc",
  "sec-fetch-site",
  "user-agent",
  "x-forwarded-for",
  "x-forwarded-host",
  "x-forwarded-port",
  "x-forwarded-proto",
  "x-hookline-path",
  "x-nonce",
];

describe("headers, cookies and paths, with odd values in every place", () => {
  let portal: OddPortal;

  beforeAll(async () => {
    portal = await startOddPortal({ TRUSTED_PROXIES: "127.0.0.1" });
  });
  afterAll(() => portal.close());

  test.each(names)("%s", async (name) => {
    const values = [
      ...oddParts.filter((_part, index) => index % 3 === 0),
      "%00",
      "\x80\xff",
      '["",{"children":["%00",{}]}]',
      "%",
      "a=%00; b=%zz",
    ];
    await inParallel(values, async (value) => {
      await portal.ask("/bots", { headers: { cookie: portal.cookie, [name]: value } });
      await portal.ask("/sign-in", { headers: { rsc: "1", [name]: value } });
      await portal.ask("/api/v1/bots", { headers: { [name]: value } });
      await portal.ask(`/webhook/1`, { method: "POST", headers: { [name]: value }, body: "{}" });
    });
    expect(portal.wrong()).toEqual([]);
  });

  test.each(["hookline-language", "hookline-theme", "next-auth.session-token", "next-auth.callback-url"])(
    "the cookie %s",
    async (name) => {
      await inParallel([...oddParts, "%", "a|b", "en%00"], async (value) => {
        for (const path of ["/", "/sign-in", "/bots", "/api/auth/session", "/api/auth/csrf"]) {
          await portal.ask(path, { headers: { cookie: `${name}=${value}` } });
        }
      });
      expect(portal.wrong()).toEqual([]);
    },
  );

  test("a session's token that holds odd claims signs nobody in", async () => {
    const secret = portal.hookline.env.NEXTAUTH_SECRET ?? "";
    const claims = ["\0", "9999999999", "99999999999999999999", "1e3", "-1", "x"].flatMap((sub) =>
      ["\0", "x", "00000000-0000-4000-8000-000000000000"].map((sid) => ({ sub, sid })),
    );
    await inParallel(claims, async (claim) => {
      const token = await encode({ token: claim, secret });
      const headers = { cookie: `next-auth.session-token=${token}` };
      expect((await portal.ask("/account", { headers })).status).toBe(307);
      await portal.ask("/api/auth/session", { headers });
    });
    expect(portal.wrong()).toEqual([]);
  });

  test("a browser and an address of any description can be signed in from", async () => {
    const action = serverActions().find(({ name }) => name === "signInAction");
    const { email, password } = portal.admin;
    // One after the other: right passwords count for nothing once they are proven.
    for (const value of [...oddParts.slice(0, 12), "\x80\xff"]) {
      const request = new Request(portal.hookline.url, {
        method: "POST",
        body: formActionBody({ email, password }),
      });
      const headers = {
        origin: portal.hookline.url,
        "content-type": request.headers.get("content-type") ?? "",
        "next-action": action?.id ?? "",
        "user-agent": value,
        "x-forwarded-for": value,
      };
      const body = Buffer.from(await request.arrayBuffer());
      const answer = await portal.ask("/sign-in", { method: "POST", headers, body });
      expect(String(answer.headers["set-cookie"])).toContain("session-token=");
    }
    await portal.ask("/account", { headers: { cookie: portal.cookie } });
    expect(portal.wrong()).toEqual([]);
  });

  test("what next-auth is posted", async () => {
    const types = [
      "application/json",
      "application/x-www-form-urlencoded",
      "multipart/form-data; boundary=x",
      "x",
    ];
    const bodies = [
      "",
      "\0",
      "{",
      "null",
      "[]",
      '{"email":"\\u0000","password":"\\u0000"}',
      '{"email":{"a":1},"password":[1]}',
      "email=%00&password=%00&code=%00",
      "csrfToken=%00&callbackUrl=%00",
      "[".repeat(100_000),
    ];
    const jobs = types.flatMap((type) => bodies.map((body) => ({ type, body })));
    await inParallel(jobs, async ({ type, body }) => {
      for (const path of [
        "callback/credentials",
        "signin/credentials",
        "signout",
        "session",
        "_log",
        "%00",
      ]) {
        const headers = { "content-type": type, origin: portal.hookline.url };
        await portal.ask(`/api/auth/${path}`, { method: "POST", headers, body });
      }
    });
    expect(portal.wrong()).toEqual([]);
  });

  test("paths of files and webhooks that there are not", async () => {
    const folders = [
      "",
      "_next/static/",
      "_next/static/chunks/",
      "_next/data/",
      "_next/image?url=",
      "webhook/",
    ];
    await inParallel(oddParts, async (part) => {
      for (const folder of [...folders, "webhook/1/", "icon.svg", "api/", "api/health/", "metrics/"]) {
        await portal.ask(`/${folder}${part}`);
        await portal.ask(`/${folder}${part}`, { method: "POST", body: "{}" });
      }
    });
    expect(portal.wrong()).toEqual([]);
  });
});
