import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { adminFromEnvironment } from "../../lib/accounts/admin-from-environment";
import { changePassword } from "../../lib/accounts/change-password";
import { changeRole } from "../../lib/accounts/change-role";
import { claimFirstAdmin, firstAdminLinkIsOpen } from "../../lib/accounts/claim-first-admin";
import type { SignedInContext } from "../../lib/accounts/context";
import { createFirstAdminLink } from "../../lib/accounts/create-first-admin-link";
import { createUser } from "../../lib/accounts/create-user";
import { listPeople } from "../../lib/accounts/list-people";
import { signUp } from "../../lib/accounts/sign-up";
import { verifyPassword } from "../../lib/accounts/verify-password";
import { parseConfig } from "../../lib/config/env";
import { createTestDatabase, type TestDatabase } from "../support/database";

const password = "correct horse battery";

describe("the first admin", () => {
  let db: TestDatabase;
  let ctx: { data: TestDatabase["database"] };

  beforeAll(async () => {
    db = await createTestDatabase();
    ctx = { data: db.database };
  });
  afterAll(() => db.drop());

  const tokenOf = (link: string | undefined) => new URL(link ?? "").searchParams.get("token") ?? "";
  const claim = (token: string, email: string, client: string) =>
    claimFirstAdmin(ctx, { token, email, password }, client);

  test.each(["open", "invite", "closed"])(
    "before the first admin nobody signs up where SIGNUP is %s",
    async (SIGNUP) => {
      const config = parseConfig({ SIGNUP });
      await expect(
        signUp({ ...ctx, config }, { email: "early@example.org", password }, "192.0.2.1"),
      ).rejects.toMatchObject({ code: "forbidden" });
      expect(await db.database.prisma.user.count()).toBe(0);
    },
  );

  test("two claims at once, with one link, make one admin; a newer link ends the older", async () => {
    const old = tokenOf(await createFirstAdminLink(ctx, { baseUrl: "http://localhost:3000/" }));
    const link = await createFirstAdminLink(ctx, { baseUrl: "http://localhost:3000/" });
    expect(link).toMatch(/^http:\/\/localhost:3000\/setup\?token=[A-Za-z0-9_-]{43}$/);
    const token = tokenOf(link);
    expect(await firstAdminLinkIsOpen(ctx, old)).toBe(false);
    await expect(claim(old, "old@example.org", "192.0.2.1")).rejects.toMatchObject({ code: "forbidden" });
    // A tenant who was quicker does not lock the operator out.
    await createUser(ctx, { email: "early@example.org", password });
    expect(await firstAdminLinkIsOpen(ctx, token)).toBe(true);

    const config = parseConfig({ SIGNUP: "open" });
    const strangers = Array.from({ length: 8 }, (_, n) =>
      signUp({ ...ctx, config }, { email: `stranger${n}@example.org`, password }, `198.51.100.${n}`).catch(
        (refusal) => expect(refusal).toMatchObject({ code: "forbidden" }),
      ),
    );
    const tries = await Promise.allSettled(
      [1, 2, 3].map((n) => claim(token, `admin${n}@example.org`, `192.0.2.${n}`)),
    );
    await Promise.all(strangers);
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const admins = await db.database.prisma.user.findMany({ where: { role: "admin" } });
    expect(admins).toHaveLength(1);
    // Who signed up while the link was claimed came after the admin.
    const before = { id: { lt: admins[0]?.id ?? 0 }, email: { startsWith: "stranger" } };
    expect(await db.database.prisma.user.count({ where: before })).toBe(0);
    expect(await createFirstAdminLink(ctx, { baseUrl: "http://localhost:3000" })).toBeUndefined();
    await expect(claim(token, "late@example.org", "192.0.2.9")).rejects.toMatchObject({ code: "forbidden" });
  });

  test("the environment's admin is made once and keeps a password changed later", async () => {
    const config = parseConfig({ ADMIN_EMAIL: "Root@Example.org", ADMIN_PASSWORD: "a long admin password" });
    const made = await Promise.all([1, 2].map(() => adminFromEnvironment({ ...ctx, config })));
    const [admin] = made.filter((user) => user !== undefined);
    expect(made.filter((user) => user !== undefined)).toHaveLength(1);
    expect(admin).toMatchObject({ email: "root@example.org", role: "admin" });
    const signedIn: SignedInContext = { ...ctx, actor: { userId: admin?.id ?? 0, role: "admin" } };
    const change = { currentPassword: "a long admin password", newPassword: "another long one" };
    await changePassword(signedIn, change, { sessionId: randomUUID() });
    expect(await adminFromEnvironment({ ...ctx, config })).toBeUndefined();
    const input = { email: "root@example.org", password: "another long one" };
    expect(await verifyPassword(ctx, input)).toMatchObject({ role: "admin" });
  });

  test("the last admin stays one, also when two demote each other at once", async () => {
    const { items } = await listPeople(
      { ...ctx, actor: { userId: 0, role: "admin" } },
      { limit: 100, offset: 0 },
    );
    const admins = items.filter(({ role }) => role === "admin");
    expect(admins).toHaveLength(2);
    const [a, b] = admins.map(({ id }) => id);
    const tries = await Promise.allSettled([
      changeRole({ ...ctx, actor: { userId: a ?? 0, role: "admin" } }, { userId: b ?? 0, role: "tenant" }),
      changeRole({ ...ctx, actor: { userId: b ?? 0, role: "admin" } }, { userId: a ?? 0, role: "tenant" }),
    ]);
    expect(tries.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await db.database.prisma.user.count({ where: { role: "admin" } })).toBe(1);
    const tenant: SignedInContext = { ...ctx, actor: { userId: 1, role: "tenant" } };
    await expect(listPeople(tenant, { limit: 1, offset: 0 })).rejects.toMatchObject({ code: "forbidden" });
  });
});
