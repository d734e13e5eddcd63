import { once } from "node:events";
import { type IncomingHttpHeaders, request } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Account, type RunningHookline, startHookline } from "../support/hookline";
import { beginSession } from "../support/session";

/** Pages sign people in and out by actions of their own: no route of next-auth's is needed. */
describe("next-auth's routes", () => {
  let hookline: RunningHookline;
  let account: Account;
  let cookie: string;

  beforeAll(async () => {
    hookline = await startHookline();
    account = await hookline.account();
    const secret = hookline.env.NEXTAUTH_SECRET ?? "";
    ({ cookie } = await beginSession({ data: hookline.db.database, secret }, account.userId));
  });
  afterAll(() => hookline.close());

  async function ask(method: string, path: string, form?: Record<string, string>) {
    const body = form === undefined ? undefined : new URLSearchParams(form).toString();
    const headers = {
      cookie,
      ...(body === undefined
        ? {}
        : { "content-type": "application/x-www-form-urlencoded", "content-length": body.length }),
    };
    const asked = request(`${hookline.url}${path}`, { method, headers, agent: false });
    asked.end(body);
    const [answer] = (await once(asked, "response")) as [
      NodeJS.ReadableStream & { statusCode: number; headers: IncomingHttpHeaders },
    ];
    let text = "";
    for await (const piece of answer) text += String(piece);
    return { status: answer.statusCode, headers: answer.headers, text };
  }

  const routes = [
    "csrf",
    "session",
    "session?update",
    "providers",
    "signin",
    "signin/credentials",
    "signin?callbackUrl=https%3A%2F%2Fevil.example",
    "signout",
    "signout?callbackUrl=https%3A%2F%2Fevil.example",
    "callback/credentials",
    "callback/credentials?callbackUrl=https%3A%2F%2Fevil.example",
    "callback/github?code=1&state=2",
    "error?error=AccessDenied",
    "verify-request",
    "_log",
    "nonsense",
    "%63srf",
    "csrf/",
    "CSRF",
  ].map((route) => `/api/auth/${route}`);

  test.each(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])(
    "%s of any of them is answered 404, with no cookie, no way on and no word of who asks",
    async (method) => {
      const form = {
        email: account.email,
        password: account.password,
        callbackUrl: "https://evil.example",
        csrfToken: "x".repeat(64),
        json: "true",
      };
      const hasBody = method !== "GET" && method !== "HEAD";
      for (const path of ["/api/auth", ...routes]) {
        const first = await ask(method, path, hasBody ? form : undefined);
        // Next takes the slash from the end of an address first.
        const moved = first.status === 308 ? String(first.headers.location) : undefined;
        expect(first.headers["set-cookie"], path).toBeUndefined();
        if (moved !== undefined) expect(moved).toBe(path.replace(/\/$/, ""));
        const last = moved === undefined ? first : await ask(method, moved, hasBody ? form : undefined);
        const { "set-cookie": set, location } = last.headers;
        expect({ path, status: last.status, set, location }).toEqual({ path, status: 404 });
        expect(last.text).not.toContain(account.email);
      }
    },
  );
});
