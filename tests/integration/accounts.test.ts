import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { SignedInContext } from "../../lib/accounts/context";
import { createUser } from "../../lib/accounts/create-user";
import { limitOf, takeLimits } from "../../lib/accounts/rate-limits";
import { signIn, wrongCredentials } from "../../lib/accounts/sign-in";
import { signUp } from "../../lib/accounts/sign-up";
import { verifyPassword } from "../../lib/accounts/verify-password";
import { parseConfig } from "../../lib/config/env";
import { type AccountServices, accountServices, provenBy } from "../support/accounts";
import { createTestDatabase, type TestDatabase } from "../support/database";

const password = "correct horse battery";

describe("accounts", () => {
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

  test("a person signs up, is a tenant, and signs in with the address in any case", async () => {
    const email = newEmail();
    await signUp(open(), { email: `  ${email.toUpperCase()} `, password, name: "Ada" }, newClient());
    const account = await provenBy(signIn(ctx, { email: ` ${email}`, password }, newClient()));
    expect(account).toMatchObject({ email, name: "Ada", role: "tenant" });
    expect(await audited("user.signed_up", account.id)).toBe(1);
    const stored = await db.database.prisma.user.findUnique({ where: { id: account.id } });
    expect(stored?.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  test("signing up with a taken address ends like one with a new address and changes nothing", async () => {
    const { email, id } = await person();
    const before = await db.database.prisma.user.findUnique({ where: { id } });
    expect(await signUp(open(), { email, password: "another password" }, newClient())).toBeUndefined();
    expect(await signUp(open(), { email: newEmail(), password }, newClient())).toBeUndefined();
    expect(await db.database.prisma.user.findUnique({ where: { id } })).toEqual(before);
    expect(await verifyPassword(ctx, { email, password: "another password" })).toBeUndefined();
  });

  test("an address that two people claim at once becomes one account", async () => {
    const email = newEmail();
    const tries = [1, 2, 3, 4].map((n) =>
      signUp(open(), { email, password: `${password} ${n}` }, newClient()),
    );
    await Promise.all(tries);
    expect(await db.database.prisma.user.count({ where: { email } })).toBe(1);
  });

  test("unknown addresses, wrong passwords and disabled accounts are refused in the same words", async () => {
    const { email, id } = await person();
    const locked = await person();
    await db.database.prisma.user.update({ where: { id: locked.id }, data: { disabledAt: new Date() } });
    for (const input of [
      { email: newEmail(), password },
      { email, password: "not the password" },
      { email: locked.email, password },
      { email: "no address at all", password },
    ]) {
      await expect(signIn(ctx, input, newClient())).rejects.toMatchObject({
        code: "not_signed_in",
        message: wrongCredentials,
      });
    }
    expect(id).toBeGreaterThan(0);
    expect(await audited("sign_in.failed", null)).toBeGreaterThanOrEqual(4);
  });

  test("an unknown address takes as long as a wrong password", async () => {
    const { email } = await person();
    // The processor's time, not the clock's, which counts what other processes do meanwhile.
    const time = async (address: string) => {
      const began = process.cpuUsage();
      await verifyPassword(ctx, { email: address, password: "not the password" });
      const { user, system } = process.cpuUsage(began);
      return user + system;
    };
    const [known, unknown] = [[] as number[], [] as number[]];
    for (let i = 0; i < 8; i++) {
      known.push(await time(email));
      unknown.push(await time(newEmail()));
    }
    // The least of each: what this process does beside it only ever adds.
    const ratio = Math.min(...known) / Math.min(...unknown);
    expect(ratio).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(2);
  });

  test("right passwords are not counted", async () => {
    const { email } = await person();
    const client = newClient();
    for (let i = 0; i < 12; i++) await signIn(ctx, { email, password }, client);
  });

  test("one client may sign up twenty times in ten minutes", async () => {
    const client = "2001:db8:1:2::1";
    const other = "2001:db8:1:2:ffff::9";
    for (let i = 0; i < 20; i++) await takeLimits(ctx, [limitOf("signUpByNetwork", client)]);
    await expect(signUp(open(), { email: newEmail(), password }, client)).rejects.toMatchObject({
      code: "rate_limited",
    });
    await expect(signUp(open(), { email: newEmail(), password }, other)).rejects.toMatchObject({
      code: "rate_limited",
    });
    await signUp(open(), { email: newEmail(), password }, "2001:db8:1:3::1");
  });

  test.each([
    ["an address without @", { email: "ada", password }, "email"],
    ["an overlong address", { email: `${"a".repeat(250)}@example.org`, password }, "email"],
    ["an address with a control character", { email: "a\u0000b@example.org", password }, "email"],
    ["a short password", { email: "a@example.org", password: "seven77" }, "password"],
    ["an overlong password", { email: "a@example.org", password: "ab".repeat(129) }, "password"],
    ["a password that everybody tries", { email: "a@example.org", password: "Password123!" }, "password"],
    ["the address as its password", { email: "a@example.org", password: "a@example.org" }, "password"],
    ["a name with a line break", { email: "a@example.org", password, name: "A\nB" }, "name"],
    ["an overlong name", { email: "a@example.org", password, name: "x".repeat(101) }, "name"],
    ["a field of ours", { email: "a@example.org", password, role: "admin" }, ""],
  ])("sign-up refuses %s at its field", async (_what, input, path) => {
    const refused = await signUp(open(), input as never, newClient()).catch((error) => error);
    expect(refused).toMatchObject({ code: "invalid_input" });
    expect(refused.facts.issues[0].path).toBe(path);
  });
});
