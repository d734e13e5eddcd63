import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { actorOfApiKey } from "../../lib/accounts/actor-of-api-key";
import { changePassword } from "../../lib/accounts/change-password";
import type { SignedInContext } from "../../lib/accounts/context";
import { createApiKey } from "../../lib/accounts/create-api-key";
import { createInvite } from "../../lib/accounts/create-invite";
import { createUser } from "../../lib/accounts/create-user";
import { listApiKeys } from "../../lib/accounts/list-api-keys";
import { openSession } from "../../lib/accounts/open-session";
import { revokeApiKey } from "../../lib/accounts/revoke-api-key";
import { setDisabled } from "../../lib/accounts/set-disabled";
import { signIn } from "../../lib/accounts/sign-in";
import { signUp } from "../../lib/accounts/sign-up";
import { verifyPassword } from "../../lib/accounts/verify-password";
import { viewInvite } from "../../lib/accounts/view-invite";
import { parseConfig } from "../../lib/config/env";
import { findLivingSessions } from "../../lib/data/sessions";
import { type AccountServices, accountServices, provenBy } from "../support/accounts";
import { createTestDatabase, type TestDatabase } from "../support/database";

const password = "correct horse battery";

describe("keys, invitations and lock-outs", () => {
  let db: TestDatabase;
  let ctx: AccountServices;
  let clients = 0;

  beforeAll(async () => {
    db = await createTestDatabase();
    ctx = accountServices(db);
    // Before there is an admin nobody signs up.
    await createUser(ctx, { email: "admin@example.org", password, role: "admin" });
  });
  afterAll(() => db.drop());

  const newEmail = () => `${randomUUID()}@example.org`;
  const newClient = () => `192.0.2.${++clients % 255}`;
  const open = (env: Record<string, string> = {}) => ({
    ...ctx,
    config: parseConfig({ SIGNUP: "open", ...env }),
  });
  const person = async (role: "tenant" | "admin" = "tenant") => {
    const email = newEmail();
    const user = await createUser(ctx, { email, password, role });
    const signedIn: SignedInContext = { ...ctx, actor: { userId: user.id, role } };
    return { ...user, signedIn };
  };
  const audited = (action: string, userId: number | null) =>
    db.database.prisma.auditEntry.count({ where: { action, userId } });

  test("closed sign-up takes nobody, invite takes only who has a link", async () => {
    const client = newClient();
    const input = { email: newEmail(), password };
    await expect(signUp(open({ SIGNUP: "closed" }), input, client)).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(signUp(open({ SIGNUP: "invite" }), input, client)).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  test("an invitation is good for one person, and for its own address only", async () => {
    const admin = await person("admin");
    const email = newEmail();
    const { path } = await createInvite(admin.signedIn, { email, role: "tenant" });
    const invite = path.split("=")[1] ?? "";
    expect(await viewInvite(ctx, invite)).toEqual({ email });
    const inviteOnly = open({ SIGNUP: "invite" });
    await expect(
      signUp(inviteOnly, { email: newEmail(), password, invite }, newClient()),
    ).rejects.toMatchObject({
      code: "forbidden",
    });
    const tries = await Promise.allSettled(
      [1, 2].map(() => signUp(inviteOnly, { email, password, invite }, newClient())),
    );
    expect(tries.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await verifyPassword(ctx, { email, password })).toMatchObject({ role: "tenant" });
    expect(await viewInvite(ctx, invite)).toBeUndefined();
  });

  test("an invitation with a taken address ends alike and stays usable", async () => {
    const admin = await person("admin");
    const { email } = await person();
    const { path } = await createInvite(admin.signedIn, { role: "tenant" });
    const invite = path.split("=")[1] ?? "";
    await signUp(open(), { email, password: "another password", invite }, newClient());
    expect(await viewInvite(ctx, invite)).toEqual({ email: null });
  });

  test("an expired invitation is void; a tenant makes none", async () => {
    const admin = await person("admin");
    const { path } = await createInvite(admin.signedIn, {});
    await db.database.pool.query("UPDATE one_time_tokens SET expires_at = now() WHERE used_at IS NULL");
    const invite = path.split("=")[1] ?? "";
    await expect(signUp(open(), { email: newEmail(), password, invite }, newClient())).rejects.toMatchObject({
      code: "forbidden",
    });
    const tenant = await person();
    await expect(createInvite(tenant.signedIn, {})).rejects.toMatchObject({ code: "forbidden" });
  });

  test("of two password changes at once one wins", async () => {
    const { signedIn } = await person();
    const tries = await Promise.allSettled(
      ["a first password", "a second password"].map((newPassword) =>
        changePassword(signedIn, { currentPassword: password, newPassword }, { sessionId: randomUUID() }),
      ),
    );
    expect(tries.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  test("an API key acts for its owner until it is revoked, and is stored as a hash only", async () => {
    const owner = await person();
    const { key, id } = await createApiKey(ctx, { email: owner.email.toUpperCase(), name: "CI" });
    expect(key).toMatch(/^hl_[A-Za-z0-9_-]{43}$/);
    expect(await actorOfApiKey(ctx, { key, client: newClient(), scope: "read" })).toEqual({
      userId: owner.id,
      role: "tenant",
    });
    const [listed] = await listApiKeys(owner.signedIn);
    expect(listed).toMatchObject({ id, name: "CI", prefix: key.slice(0, 9), lastUsedAt: expect.any(String) });
    const { rows } = await db.database.pool.query("SELECT * FROM api_keys WHERE id = $1", [id]);
    expect(JSON.stringify(rows)).not.toContain(key.slice(10));

    const stranger = await person();
    await expect(revokeApiKey(stranger.signedIn, { keyId: id })).rejects.toMatchObject({ code: "not_found" });
    await revokeApiKey(owner.signedIn, { keyId: id });
    await expect(actorOfApiKey(ctx, { key, client: newClient(), scope: "read" })).rejects.toMatchObject({
      code: "not_signed_in",
    });
    expect(await audited("api_key.created", owner.id)).toBe(1);
    expect(await audited("api_key.revoked", owner.id)).toBe(1);
  });

  test("wrong API keys are limited, a valid one behind the same address goes on working", async () => {
    const { id } = await person();
    const { key } = await createApiKey(ctx, { userId: id });
    const client = newClient();
    const codes = new Map<string, number>();
    for (let i = 0; i < 65; i++) {
      const wrong = i % 2 === 0 ? "nonsense" : `hl_${"x".repeat(43)}`;
      await actorOfApiKey(ctx, { key: wrong, client: client, scope: "read" }).catch(({ code }) =>
        codes.set(code, (codes.get(code) ?? 0) + 1),
      );
    }
    expect(Object.fromEntries(codes)).toEqual({ not_signed_in: 60, rate_limited: 5 });
    expect(await actorOfApiKey(ctx, { key, client, scope: "read" })).toEqual({ userId: id, role: "tenant" });
  });

  test("a disabled person is out at once: session, key and password", async () => {
    const admin = await person("admin");
    const { email, id } = await person();
    const { key } = await createApiKey(ctx, { userId: id });
    const account = await provenBy(signIn(ctx, { email, password }, newClient()));
    const place = { address: newClient(), userAgent: null };
    const sessionId = await openSession(ctx, account, place);
    expect((await findLivingSessions(db.database, [sessionId])).get(sessionId)?.user).toMatchObject({ id });
    await setDisabled(admin.signedIn, { userId: id, disabled: true });
    expect(await findLivingSessions(db.database, [sessionId])).toEqual(new Map());
    await expect(actorOfApiKey(ctx, { key, client: newClient(), scope: "read" })).rejects.toMatchObject({
      code: "not_signed_in",
    });
    expect(await verifyPassword(ctx, { email, password })).toBeUndefined();
    await setDisabled(admin.signedIn, { userId: id, disabled: false });
    expect(await verifyPassword(ctx, { email, password })).toMatchObject({ id });
    expect(await findLivingSessions(db.database, [sessionId])).toEqual(new Map());
  });
});
