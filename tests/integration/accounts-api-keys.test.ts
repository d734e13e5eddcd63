import { randomUUID } from "node:crypto";
import { generateSync } from "otplib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { actorOfApiKey } from "../../lib/accounts/actor-of-api-key";
import { changePassword } from "../../lib/accounts/change-password";
import { changeRole } from "../../lib/accounts/change-role";
import { chooseLanguage } from "../../lib/accounts/choose-language";
import { createApiKey } from "../../lib/accounts/create-api-key";
import { createOwnApiKey } from "../../lib/accounts/create-own-api-key";
import { createUser } from "../../lib/accounts/create-user";
import { enableTwoFactor } from "../../lib/accounts/enable-two-factor";
import { hashToken, newToken } from "../../lib/accounts/link-token";
import { listApiKeys } from "../../lib/accounts/list-api-keys";
import { resetPassword } from "../../lib/accounts/reset-password";
import { startTwoFactor } from "../../lib/accounts/start-two-factor";
import { replaceAccountLink } from "../../lib/data/account-links";
import { insertApiKey } from "../../lib/data/api-keys";
import { startMailServer, type TestMailServer } from "../support/mail-server";
import { startSystem, type TestSystem, until } from "../support/system";

const password = "correct horse battery";
const browser = "Mozilla/5.0 (X11; Linux x86_64; rv:141.0) Gecko/20100101 Firefox/141.0";
const refusedAt = (path: string) => ({ code: "invalid_input", facts: { issues: [{ path }] } });

describe("API keys and the account they belong to", () => {
  let server: TestMailServer;
  let system: TestSystem;

  beforeAll(async () => {
    server = await startMailServer();
    system = await startSystem({ env: { SMTP_URL: server.url, NEXTAUTH_URL: "https://portal.example.org" } });
  });
  afterAll(async () => {
    await system.close();
    await server.close();
  });

  const pool = () => system.web.data.pool;
  const person = async (role: "tenant" | "admin" = "tenant") => {
    const user = await createUser(system.web, { email: `${randomUUID()}@example.org`, password, role });
    const ctx = { ...system.web, actor: { userId: user.id, role }, client: "203.0.113.7" };
    const make = (proof: { password: string; code?: string }, name = "Billing") =>
      createOwnApiKey(ctx, { name, scopes: ["read", "messages"], expiresInDays: 30, ...proof }, browser);
    return { ...user, ctx, make };
  };
  const works = (key: string) =>
    actorOfApiKey(system.web, { key, client: "192.0.2.1", scope: "read" }).then(
      () => true,
      () => false,
    );
  const mailsTo = (address: string) => server.mails.filter(({ to }) => to[0] === address);
  const mailTo = (address: string, texts: string) =>
    until(`mail to ${address}`, () => mailsTo(address).find(({ text }) => text.includes(texts)));
  const audits = async (userId: number, action: string) => {
    const { rows } = await pool().query("SELECT detail FROM audit_log WHERE user_id = $1 AND action = $2", [
      userId,
      action,
    ]);
    return (rows as { detail: Record<string, unknown> | null }[]).map(({ detail }) => detail);
  };
  const resetBy = async ({ id: userId, email }: { id: number; email: string }) => {
    const token = newToken();
    const link = { tokenHash: hashToken(token), purpose: "password_reset", userId, email, ttlS: 60 } as const;
    await replaceAccountLink(system.web.data, link);
    const place = { client: "192.0.2.1", language: "en" } as const;
    await resetPassword(system.web, { token, password: "a password of another kind" }, place);
  };

  test("a session alone makes none: it takes the password, and a wrong one is noted", async () => {
    const { id, ctx, make } = await person();
    await expect(make({ password: "not the password" })).rejects.toMatchObject(refusedAt("password"));
    await expect(make({ password: "" })).rejects.toMatchObject(refusedAt("password"));
    expect(await listApiKeys(ctx)).toEqual([]);
    expect(await audits(id, "api_key.create_refused")).toHaveLength(1);
    const { key } = await make({ password });
    expect(await works(key)).toBe(true);
    expect(await audits(id, "api_key.created")).toEqual([
      expect.objectContaining({ scopes: "read messages", client: "203.0.113.7" }),
    ]);
  });

  test("where the account has a second factor it takes a code as well, each once", async () => {
    const { ctx, make } = await person();
    const { secret } = await startTwoFactor(ctx, { password });
    const { codes } = await enableTwoFactor(ctx, { code: generateSync({ secret }) });
    const [recovery = ""] = codes;
    await expect(make({ password })).rejects.toMatchObject(refusedAt("code"));
    await expect(make({ password, code: "000000" })).rejects.toMatchObject(refusedAt("code"));
    await expect(make({ password: "not it", code: recovery })).rejects.toMatchObject(refusedAt("password"));
    expect(await listApiKeys(ctx)).toEqual([]);
    expect(await works((await make({ password, code: recovery })).key)).toBe(true);
    await expect(make({ password, code: recovery })).rejects.toMatchObject(refusedAt("code"));
  });

  test("the owner is told by mail of each, by everything but the key", async () => {
    const { email, make } = await person();
    const { key } = await make({ password });
    const { text } = await mailTo(email, "Subject: A new API key of your account");
    for (const fact of ["Billing", "read, messages", "203.0.113.7", "Firefox on Linux"])
      expect(text).toContain(fact);
    const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
    expect(text).toContain(`Made: ${inDays(0)}`);
    expect(text).toContain(`Expires: ${inDays(30)}`);
    expect(text).toContain("https://portal.example.org/account#api-keys");
    expect(text).not.toContain(key.slice(0, 9));
  });

  test("the mail speaks the owner's language, and its name cannot add lines to it", async () => {
    const { email, ctx, make } = await person();
    await chooseLanguage(ctx, { language: "ru" });
    await expect(make({ password }, "Billing\nMade: never")).rejects.toMatchObject(refusedAt("name"));
    await make({ password });
    await mailTo(email, "Для вашего аккаунта Hookline только что создан API-ключ");
    expect(mailsTo(email)).toHaveLength(1);
  });

  test("a mail server that takes nothing, or none at all, keeps nobody from a key", async () => {
    const { ctx, make } = await person();
    server.refuse(true);
    try {
      expect(await works((await make({ password })).key)).toBe(true);
    } finally {
      server.refuse(false);
    }
    const without = { ...ctx, mail: undefined };
    const input = { password, scopes: ["read" as const] };
    expect(await works((await createOwnApiKey(without, input, null)).key)).toBe(true);
  });

  test("a mailed reset ends all of the account's, and of nobody else's", async () => {
    const [owner, other] = [await person(), await person()];
    const keys = [await owner.make({ password }), await owner.make({ password })];
    const { key: kept } = await other.make({ password });
    await resetBy(owner);
    for (const { key } of keys) expect(await works(key)).toBe(false);
    expect(await works(kept)).toBe(true);
    expect(await audits(owner.id, "password.reset")).toEqual([{ keysEnded: 2 }]);
    await mailTo(owner.email, "every API key");
  });

  test("a password change ends them where that is wished, in the same moment, and says how many", async () => {
    const { id, ctx, make } = await person();
    const { key } = await make({ password });
    const change = (currentPassword: string, newPassword: string, endKeys: boolean) =>
      changePassword(ctx, { currentPassword, newPassword, endKeys }, { sessionId: randomUUID() });
    await change(password, "a new password", false);
    expect(await works(key)).toBe(true);
    await expect(change("a wrong one", "a newer password", true)).rejects.toMatchObject(
      refusedAt("currentPassword"),
    );
    expect(await works(key)).toBe(true);
    await change("a new password", "a newer password", true);
    expect(await works(key)).toBe(false);
    expect(await audits(id, "password.changed")).toEqual([
      expect.objectContaining({ keysEnded: 0 }),
      expect.objectContaining({ keysEnded: 1 }),
    ]);
  });

  test("none outlives a reset that came between its password and its row", async () => {
    const owner = await person();
    const { rows } = await pool().query("SELECT password_hash AS hash FROM users WHERE id = $1", [owner.id]);
    const [{ hash }] = rows as [{ hash: string }];
    const proven = (keyHash: string) =>
      insertApiKey(system.web.data, {
        userId: owner.id,
        name: "late",
        prefix: "hl_late",
        keyHash,
        scopes: ["all"],
        expiresAt: null,
        passwordHash: hash,
      });
    // The reset holds the person's row when the key comes, and has not committed.
    const client = await pool().connect();
    await client.query("BEGIN");
    await client.query("UPDATE users SET password_hash = 'another' WHERE id = $1", [owner.id]);
    const late = proven(randomUUID());
    await until("the key waits", async () => {
      const waiting = await pool().query(
        "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
      );
      return waiting.rowCount === 1;
    });
    await client.query("COMMIT");
    client.release();
    expect(await late).toBe("not_owner");
    expect(await listApiKeys(owner.ctx)).toEqual([]);
  });

  test("of one that is ended every process knows with the next request; one of a former admin is a tenant's", async () => {
    const other = await system.startSidecar();
    const [boss, former] = [await person("admin"), await person("admin")];
    const { key } = await createApiKey(system.web, { userId: former.id });
    const ask = () =>
      Promise.all(
        [system.web, other.runtime].map((on) =>
          actorOfApiKey(on, { key, client: "192.0.2.1", scope: "read" }).then(
            ({ role }) => role,
            () => "refused",
          ),
        ),
      );
    expect(await ask()).toEqual(["admin", "admin"]);
    await changeRole(boss.ctx, { userId: former.id, role: "tenant" });
    expect(await ask()).toEqual(["tenant", "tenant"]);
    await resetBy(former);
    expect(await ask()).toEqual(["refused", "refused"]);
    await other.stop();
  });
});
