import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createApiKey } from "../../lib/accounts/create-api-key";
import { listApiKeys } from "../../lib/accounts/list-api-keys";
import { revokeApiKey } from "../../lib/accounts/revoke-api-key";
import type { Scope } from "../../lib/accounts/scopes";
import { type RestSystem, type RestTenant, startRestSystem } from "./rest-client";

describe("the REST API as HTTP", () => {
  let rest: RestSystem;
  let ada: RestTenant;

  beforeAll(async () => {
    rest = await startRestSystem({ noPublicAddress: true });
    ada = await rest.restTenant();
  });
  afterAll(() => rest.close());

  const post = (body: unknown, headers: Record<string, string> = {}) =>
    rest.call("POST", "/bots", { key: ada.key, body, headers });

  test("without a valid key nothing is answered but 401", async () => {
    for (const authorization of [
      undefined,
      "",
      "Bearer",
      "Bearer hl_short",
      `Bearer hl_${"A".repeat(43)}`,
      "Basic YTpi",
    ]) {
      const headers = authorization === undefined ? {} : { authorization };
      const answer = await rest.call("POST", "/bots", { headers, body: "not even JSON" });
      expect([answer.status, answer.body.code]).toEqual([401, "not_signed_in"]);
      expect(answer.headers.get("www-authenticate")).toBe('Bearer realm="hookline"');
    }
  });

  test("a revoked key ends at once", async () => {
    const eve = await rest.restTenant();
    expect((await eve.call("GET", "/bots")).status).toBe(200);
    const [key] = await listApiKeys(eve.ctx);
    await revokeApiKey(eve.ctx, { keyId: key?.id ?? 0 });
    expect((await eve.call("GET", "/bots")).status).toBe(401);
  });

  test("a key does what its scopes say: each call names the one it needs", async () => {
    const eve = await rest.restTenant();
    const keyFor = async (...scopes: ("all" | Scope)[]) =>
      (await createApiKey(eve.ctx, { userId: eve.ctx.actor.userId, scopes })).key;
    const ask = async (key: string, method: string, path: string) => {
      const { status, body, headers } = await rest.call(method, path, {
        key,
        ...(method === "GET" ? {} : { body: {} }),
      });
      return status === 403 ? [body.code, body.scope, headers.get("www-authenticate")] : status;
    };
    const calls = [
      ["read", "GET", "/bots"],
      ["read", "GET", "/bots/1/updates"],
      ["write", "POST", "/bots"],
      ["write", "PATCH", "/bots/1"],
      ["write", "DELETE", "/bots/1"],
      ["write", "PUT", "/bots/1/replies"],
      ["messages", "POST", "/bots/1/messages"],
    ] as const;
    for (const scope of ["read", "write", "messages"] as const) {
      const key = await keyFor(scope);
      for (const [needs, method, path] of calls) {
        const lacks = [
          "scope_missing",
          needs,
          `Bearer realm="hookline", error="insufficient_scope", scope="${needs}"`,
        ];
        const answer = await ask(key, method, path);
        if (needs === scope) expect(answer).not.toEqual(lacks);
        else expect(answer).toEqual(lacks);
      }
    }
    for (const key of [await keyFor("read", "write", "messages"), await keyFor("all"), eve.key]) {
      for (const [, method, path] of calls) expect(await ask(key, method, path)).not.toBeInstanceOf(Array);
    }
  });

  test("a key that was made before there were scopes may do all", async () => {
    const eve = await rest.restTenant();
    const { rows } = await eve.ctx.data.pool.query(
      "INSERT INTO api_keys (user_id, name, prefix, key_hash) VALUES ($1, 'old', 'hl_', 'x') RETURNING scopes",
      [eve.ctx.actor.userId],
    );
    expect(rows).toEqual([{ scopes: ["all"] }]);
  });

  test("an expired key is refused and says so", async () => {
    const eve = await rest.restTenant();
    const { key, id } = await createApiKey(eve.ctx, { userId: eve.ctx.actor.userId, expiresInDays: 1 });
    expect((await rest.call("GET", "/bots", { key })).status).toBe(200);
    const [listed] = await listApiKeys(eve.ctx);
    expect(Date.parse(listed?.expiresAt ?? "") - Date.now()).toBeCloseTo(86_400_000, -5);
    await eve.ctx.data.pool.query("UPDATE api_keys SET expires_at = now() WHERE id = $1", [id]);
    const late = await rest.call("GET", "/bots", { key });
    expect([late.status, late.body.code, late.body.detail]).toEqual([
      401,
      "not_signed_in",
      "This API key has expired. Make a new one.",
    ]);
  });

  test.each([
    [{ scopes: [] }, "scopes"],
    [{ scopes: ["root"] }, "scopes.0"],
    [{ expiresInDays: 0 }, "expiresInDays"],
    [{ expiresInDays: "soon" }, "expiresInDays"],
    [{ expiresInDays: 1.5 }, "expiresInDays"],
    [{ expiresInDays: 100_000 }, "expiresInDays"],
  ])("a key with %j is refused at its field", async (input, path) => {
    const { userId } = ada.ctx.actor;
    const refused = await createApiKey(ada.ctx, { userId, ...input } as never).catch((error) => error);
    expect(refused).toMatchObject({ code: "invalid_input", facts: { issues: [{ path }] } });
  });

  test("too many wrong keys are told when to come back", async () => {
    const headers = { authorization: "Bearer hl_wrong", "x-hookline-peer": "203.0.113.5" };
    let last = await rest.call("GET", "/bots", { headers });
    for (let i = 0; i < 60; i++) last = await rest.call("GET", "/bots", { headers });
    expect([last.status, last.body.code]).toEqual([429, "rate_limited"]);
    expect(Number(last.headers.get("retry-after"))).toBeGreaterThan(0);
  });

  test("too many wrong tokens are told when to come back", async () => {
    const eve = await rest.restTenant();
    const register = () => eve.call("POST", "/bots", { token: `1:${"A".repeat(35)}` });
    expect((await register()).body.code).toBe("token_rejected");
    for (let i = 0; i < 59; i++) await register();
    const last = await register();
    expect([last.status, last.body.code]).toEqual([429, "rate_limited"]);
    expect(last.body.detail).toMatch(/^Too many tries\. Please wait /);
    expect(Number(last.headers.get("retry-after"))).toBeGreaterThan(0);
  });

  test.each([
    ["no JSON", "hello", {}, 400, "malformed_body"],
    ["an empty body", "", {}, 400, "malformed_body"],
    ["half a document", '{"token":', {}, 400, "malformed_body"],
    ["endless nesting", `${"[".repeat(50_000)}${"]".repeat(50_000)}`, {}, 400, "malformed_body"],
    ["U+0000 in a text", '{"token":"a\\u0000b"}', {}, 400, "malformed_body"],
    ["another content type", "{}", { "content-type": "text/plain" }, 415, "unsupported_media_type"],
    [
      "a form",
      "token=1",
      { "content-type": "application/x-www-form-urlencoded" },
      415,
      "unsupported_media_type",
    ],
    ["more than 1 MiB", JSON.stringify({ token: "x".repeat(1_100_000) }), {}, 413, "body_too_large"],
    ["a list", "[]", {}, 422, "invalid_input"],
    ["null", "null", {}, 422, "invalid_input"],
    ["a token that is a number", '{"token":1}', {}, 422, "invalid_input"],
    ["an overlong token", JSON.stringify({ token: "1".repeat(129) }), {}, 422, "invalid_input"],
    ["an unknown field", '{"token":"1:a","ownerId":2}', {}, 422, "invalid_input"],
    ["an unknown mode", '{"token":"1:a","mode":"carrier pigeon"}', {}, 422, "invalid_input"],
  ] as const)("a body that is %s is refused", async (_what, body, headers, status, code) => {
    const answer = await post(body, headers);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
  });

  test("a charset and +json are JSON as well", async () => {
    for (const type of ["application/json; charset=utf-8", "application/vnd.api+json", "Application/JSON"]) {
      expect((await post({ token: "x" }, { "content-type": type })).body.code).toBe("token_invalid");
    }
  });

  test("a wrong query names its parameters", async () => {
    const answer = await ada.call("GET", "/bots?limit=1000&cursor=x");
    expect([answer.status, answer.body.code]).toEqual([422, "invalid_input"]);
    expect(answer.body.issues).toMatchObject([{ path: "limit", message: expect.any(String) }]);
    expect((await ada.call("GET", "/bots?cursor=%00")).status).toBe(400);
    expect((await ada.call("GET", "/bots?cursor=nonsense")).status).toBe(422);
  });

  test("a deployment without a public address says so", async () => {
    const { token } = await rest.simulator.createBot({});
    const registered = await post({ token });
    expect(registered.body).toMatchObject({ mode: "polling", activeDoor: "polling" });
    const answer = await ada.call("PATCH", `/bots/${String(registered.body.id)}`, { mode: "webhook" });
    expect([answer.status, answer.body.code]).toEqual([409, "webhook_unavailable"]);
  });

  test("an error nobody expected tells a reference to the caller and everything to the log", async () => {
    const logged = vi.spyOn(rest.web.log, "error");
    const broken = vi.spyOn(rest.web.data.prisma.bot, "findFirst").mockImplementation(() => {
      throw new Error("password=hunter2 at host db.internal");
    });
    const broken2 = vi.spyOn(rest.web.data.pool, "query").mockImplementation(() => {
      throw new Error("password=hunter2 at host db.internal");
    });
    const answer = await ada.call("GET", "/bots/1");
    broken.mockRestore();
    broken2.mockRestore();
    expect([answer.status, answer.body.code]).toEqual([500, "internal_error"]);
    expect(JSON.stringify(answer.body)).not.toMatch(/hunter2|internal\.|stack/);
    expect(logged.mock.calls[0]?.[0]).toMatchObject({
      reference: answer.body.reference,
      err: expect.any(Error),
    });
    logged.mockRestore();
  });
});
