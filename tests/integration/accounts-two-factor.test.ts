import { randomBytes, randomUUID } from "node:crypto";
import { generateSync } from "otplib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { actorOfApiKey } from "../../lib/accounts/actor-of-api-key";
import { createApiKey } from "../../lib/accounts/create-api-key";
import { createUser } from "../../lib/accounts/create-user";
import { disableTwoFactor } from "../../lib/accounts/disable-two-factor";
import { enableTwoFactor } from "../../lib/accounts/enable-two-factor";
import { listPeople } from "../../lib/accounts/list-people";
import { renewRecoveryCodes } from "../../lib/accounts/renew-recovery-codes";
import { resetTwoFactor } from "../../lib/accounts/reset-two-factor";
import { signIn, wrongCredentials } from "../../lib/accounts/sign-in";
import { startTwoFactor } from "../../lib/accounts/start-two-factor";
import { viewTwoFactor } from "../../lib/accounts/view-two-factor";
import type { Clock } from "../../lib/core/clock";
import { createVault } from "../../lib/core/vault";
import { type AccountServices, accountServices } from "../support/accounts";
import { createTestDatabase, type TestDatabase } from "../support/database";

const password = "correct horse battery";
const wrongCode = { code: "invalid_input", facts: { issues: [{ path: "code" }] } };

describe("two-factor sign-in", () => {
  let db: TestDatabase;
  let ctx: AccountServices;
  let clients = 0;
  /** Moved by hand, so that every test has steps of 30 seconds of its own. */
  let now = Date.now();
  const clock: Clock = { now: () => now, monotonic: () => performance.now() };

  beforeAll(async () => {
    db = await createTestDatabase();
    ctx = { ...accountServices(db), clock };
  });
  afterAll(() => db.drop());

  const newClient = () => `192.0.2.${++clients % 255}`;
  const codeOf = (secret: string, at = now) => generateSync({ secret, epoch: Math.floor(at / 1000) });
  const otherThan = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, "0");
  const wait = (ms: number) => {
    now += ms;
  };
  const person = async (role: "tenant" | "admin" = "tenant") => {
    const user = await createUser(ctx, { email: `${randomUUID()}@example.org`, password, role });
    return { ...user, signedIn: { ...ctx, actor: { userId: user.id, role } } };
  };
  /** Somebody whose second factor is on, with the code that turned it on used up. */
  const guarded = async () => {
    const owner = await person();
    const { secret } = await startTwoFactor(owner.signedIn, { password });
    const { codes } = await enableTwoFactor(owner.signedIn, { code: codeOf(secret) });
    wait(60_000);
    return { ...owner, secret, codes };
  };
  const enter = (email: string, code?: string) =>
    signIn(ctx, { email, password, ...(code === undefined ? {} : { code }) }, newClient());
  const audited = (action: string, userId: number) =>
    db.database.prisma.auditEntry.count({ where: { action, userId } });

  test("it is on after a right code, and from then on a password alone opens nothing", async () => {
    const { email, signedIn, id } = await person();
    const { secret, uri } = await startTwoFactor(signedIn, { password });
    expect(uri).toMatch(/^otpauth:\/\/totp\/Hookline:.*secret=/);
    expect(await enter(email), "before it is on").toMatchObject({ outcome: "proven" });
    await expect(enableTwoFactor(signedIn, { code: otherThan(codeOf(secret)) })).rejects.toMatchObject(
      wrongCode,
    );
    const { codes } = await enableTwoFactor(signedIn, { code: codeOf(secret) });
    expect(new Set(codes).size).toBe(10);
    expect(await enter(email)).toEqual({ outcome: "code_needed" });
    wait(60_000);
    const spaced = codeOf(secret).replace(/^.{3}/, "$& ");
    expect(await enter(email, spaced)).toMatchObject({ outcome: "proven", account: { id } });
    expect(await viewTwoFactor(signedIn)).toEqual({ enabledAt: expect.any(String), recoveryCodesLeft: 10 });
    expect(await audited("two_factor.enabled", id)).toBe(1);
    const admin = await person("admin");
    const { items } = await listPeople(admin.signedIn, { limit: 200, offset: 0 });
    expect(items.find((one) => one.id === id)).toMatchObject({ twoFactor: true });
  });

  test("secret and recovery codes are not readable in the database", async () => {
    const { id, secret, codes } = await guarded();
    const stored = JSON.stringify([
      await db.database.prisma.user.findUnique({ where: { id } }),
      await db.database.prisma.recoveryCode.findMany({ where: { userId: id } }),
    ]);
    for (const text of [secret, ...codes, ...codes.map((code) => code.replaceAll("-", ""))]) {
      expect(stored).not.toContain(text);
    }
  });

  test("a code counts once, and an older one not after a newer", async () => {
    const { email, secret } = await guarded();
    const [older, newer] = [codeOf(secret, now - 30_000), codeOf(secret)];
    expect(await enter(email, newer)).toMatchObject({ outcome: "proven" });
    await expect(enter(email, newer)).rejects.toMatchObject(wrongCode);
    await expect(enter(email, older)).rejects.toMatchObject(wrongCode);
    wait(30_000);
    expect(await enter(email, codeOf(secret))).toMatchObject({ outcome: "proven" });
  });

  test("of two sign-ins at once with one code one is let in", async () => {
    const { email, secret } = await guarded();
    const tries = await Promise.allSettled([1, 2, 3].map(() => enter(email, codeOf(secret))));
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  test("a clock may be half a minute off, not more", async () => {
    const { email, secret } = await guarded();
    await expect(enter(email, codeOf(secret, now - 90_000))).rejects.toMatchObject(wrongCode);
    await expect(enter(email, codeOf(secret, now + 90_000))).rejects.toMatchObject(wrongCode);
    expect(await enter(email, codeOf(secret, now + 30_000))).toMatchObject({ outcome: "proven" });
  });

  test("who has not the password learns nothing: the same words with any code and with none", async () => {
    const { email, secret } = await guarded();
    for (const code of [undefined, "000000", codeOf(secret)]) {
      const input = { email, password: "not the password", ...(code === undefined ? {} : { code }) };
      await expect(signIn(ctx, input, newClient())).rejects.toMatchObject({
        code: "not_signed_in",
        message: wrongCredentials,
      });
    }
    expect(await enter(email, codeOf(secret)), "the code was not used up by it").toMatchObject({
      outcome: "proven",
    });
  });

  test("the twenty-first wrong code waits, wherever it comes from; asking for the code costs nothing", async () => {
    const { email, secret } = await guarded();
    for (let i = 0; i < 22; i++) expect(await enter(email)).toEqual({ outcome: "code_needed" });
    const wrong = otherThan(codeOf(secret));
    for (let i = 0; i < 20; i++) await expect(enter(email, wrong)).rejects.toMatchObject(wrongCode);
    await expect(enter(email, codeOf(secret))).rejects.toMatchObject({ code: "rate_limited" });
  });

  test("a recovery code lets in once, however it is typed, and the others stay", async () => {
    const { email, id, codes, signedIn } = await guarded();
    const typed = ` ${(codes[3] ?? "").toUpperCase().replaceAll("-", " ")} `;
    const tries = await Promise.allSettled([enter(email, typed), enter(email, typed)]);
    expect(tries.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    await expect(enter(email, codes[3])).rejects.toMatchObject(wrongCode);
    expect(await viewTwoFactor(signedIn)).toMatchObject({ recoveryCodesLeft: 9 });
    expect(await audited("two_factor.recovery_code_used", id)).toBe(1);
    const other = await guarded();
    await expect(enter(other.email, codes[4]), "somebody else's").rejects.toMatchObject(wrongCode);
  });

  test("new recovery codes end the old ones", async () => {
    const { email, secret, codes, signedIn } = await guarded();
    const fresh = await renewRecoveryCodes(signedIn, { password, code: codeOf(secret) });
    await expect(enter(email, codes[0])).rejects.toMatchObject(wrongCode);
    expect(await enter(email, fresh.codes[0])).toMatchObject({ outcome: "proven" });
  });

  test("turning it on needs the password, turning it off the password and a code", async () => {
    const { email, secret, signedIn, id } = await guarded();
    const atPassword = { code: "invalid_input", facts: { issues: [{ path: "password" }] } };
    await expect(startTwoFactor(signedIn, { password: "a wrong one" })).rejects.toMatchObject(atPassword);
    await expect(startTwoFactor(signedIn, { password })).rejects.toMatchObject({ code: "conflict" });
    await expect(disableTwoFactor(signedIn, { password: "no", code: codeOf(secret) })).rejects.toMatchObject(
      atPassword,
    );
    await expect(
      disableTwoFactor(signedIn, { password, code: otherThan(codeOf(secret)) }),
    ).rejects.toMatchObject(wrongCode);
    await disableTwoFactor(signedIn, { password, code: codeOf(secret) });
    expect(await enter(email)).toMatchObject({ outcome: "proven" });
    expect(await db.database.prisma.recoveryCode.count({ where: { userId: id } })).toBe(0);
    expect(await viewTwoFactor(signedIn)).toEqual({ enabledAt: null, recoveryCodesLeft: 0 });
    await expect(disableTwoFactor(signedIn, { password, code: codeOf(secret) })).rejects.toMatchObject({
      code: "conflict",
    });
  });

  test("a set-up is finished with its own secret only, within half an hour, once", async () => {
    const { signedIn } = await person();
    await expect(enableTwoFactor(signedIn, { code: "123456" })).rejects.toMatchObject({ code: "conflict" });
    const first = await startTwoFactor(signedIn, { password });
    const second = await startTwoFactor(signedIn, { password });
    await expect(enableTwoFactor(signedIn, { code: codeOf(first.secret) })).rejects.toMatchObject(wrongCode);
    wait(31 * 60_000);
    await expect(enableTwoFactor(signedIn, { code: codeOf(second.secret) })).rejects.toMatchObject({
      code: "conflict",
    });
    const third = await startTwoFactor(signedIn, { password });
    const tries = await Promise.allSettled(
      [1, 2].map(() => enableTwoFactor(signedIn, { code: codeOf(third.secret) })),
    );
    expect(tries.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  test("an admin resets somebody else's, and the audit log says who did", async () => {
    const { email, id, signedIn } = await guarded();
    const admin = await person("admin");
    await expect(resetTwoFactor(signedIn, { userId: id })).rejects.toMatchObject({ code: "forbidden" });
    await resetTwoFactor(admin.signedIn, { userId: id });
    expect(await enter(email)).toMatchObject({ outcome: "proven" });
    expect(await audited("two_factor.reset", admin.id)).toBe(1);
    await expect(resetTwoFactor(admin.signedIn, { userId: id })).rejects.toMatchObject({ code: "conflict" });
    await expect(resetTwoFactor(admin.signedIn, { userId: admin.id })).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  test("API keys go on as they were", async () => {
    const { id } = await guarded();
    const { key } = await createApiKey(ctx, { userId: id });
    expect(await actorOfApiKey(ctx, { key, client: newClient(), scope: "read" })).toMatchObject({
      userId: id,
    });
  });

  test("a secret that no key opens refuses, and never lets in by the password alone", async () => {
    const { email, secret } = await guarded();
    const stranger = { ...ctx, vault: createVault([{ id: "another", key: randomBytes(32) }]) };
    const entering = signIn(stranger, { email, password, code: codeOf(secret) }, newClient());
    await expect(entering).rejects.toThrow(/No encryption key/);
  });
});
