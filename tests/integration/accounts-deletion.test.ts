import { randomUUID } from "node:crypto";
import { generateSync } from "otplib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { changeRole } from "../../lib/accounts/change-role";
import { createApiKey } from "../../lib/accounts/create-api-key";
import { createUser } from "../../lib/accounts/create-user";
import { deleteAccount } from "../../lib/accounts/delete-account";
import { enableTwoFactor } from "../../lib/accounts/enable-two-factor";
import { openSession } from "../../lib/accounts/open-session";
import { signIn } from "../../lib/accounts/sign-in";
import { startTwoFactor } from "../../lib/accounts/start-two-factor";
import { verifyPassword } from "../../lib/accounts/verify-password";
import { provenBy } from "../support/accounts";
import { startSystem, type TestSystem, until } from "../support/system";

const password = "correct horse battery";

describe("deleting one's account", () => {
  let system: TestSystem;

  beforeAll(async () => {
    system = await startSystem();
  });
  afterAll(() => system.close());

  const person = async (role: "tenant" | "admin" = "tenant") => {
    const user = await createUser(system.web, { email: `${randomUUID()}@example.org`, password, role });
    const ctx = { ...system.web, actor: { userId: user.id, role } };
    return {
      ...user,
      ctx,
      remove: () => deleteAccount(ctx, { confirm: ` ${user.email.toUpperCase()}`, password }),
    };
  };

  test("takes every bot from Telegram first, then all that is stored; others keep theirs", async () => {
    const [owner, other] = [await person(), await person()];
    const bots = [await system.register(owner.ctx), await system.register(owner.ctx, { mode: "polling" })];
    const kept = await system.register(other.ctx);
    await createApiKey(system.web, { userId: owner.id });
    const account = await provenBy(signIn(system.web, { email: owner.email, password }, "192.0.2.1"));
    const session = await openSession(system.web, account, { address: "192.0.2.1", userAgent: null });
    expect(await system.web.sessions.personOf(session, "192.0.2.1")).toMatchObject({ id: owner.id });
    await owner.remove();
    expect(system.simulator.bot(bots[0]?.telegramId ?? 0).webhook.url).toBe("");
    expect(system.simulator.bot(kept.telegramId).webhook.url).not.toBe("");
    expect(await verifyPassword(system.web, { email: owner.email, password })).toBeUndefined();
    const left = await Promise.all([
      system.db.database.prisma.bot.count({ where: { ownerId: owner.id } }),
      system.db.database.prisma.apiKey.count({ where: { userId: owner.id } }),
      system.db.database.prisma.session.count({ where: { userId: owner.id } }),
    ]);
    expect(left).toEqual([0, 0, 0]);
    await until("the session's end", async () => !(await system.web.sessions.personOf(session, "192.0.2.1")));
    expect(await system.db.database.prisma.bot.count({ where: { id: kept.bot.id } })).toBe(1);
    const noted = { action: "user.deleted", userId: owner.id };
    expect(await system.db.database.prisma.auditEntry.count({ where: noted })).toBe(1);
  });

  test("takes the typed address, the password and, where there is one, a code", async () => {
    const { ctx, email } = await person();
    const at = (path: string) => ({ code: "invalid_input", facts: { issues: [{ path }] } });
    await expect(deleteAccount(ctx, { confirm: "another@example.org", password })).rejects.toMatchObject(
      at("confirm"),
    );
    await expect(deleteAccount(ctx, { confirm: email, password: "no" })).rejects.toMatchObject(
      at("password"),
    );
    const { secret } = await startTwoFactor(ctx, { password });
    await enableTwoFactor(ctx, { code: generateSync({ secret }) });
    await expect(deleteAccount(ctx, { confirm: email, password })).rejects.toMatchObject(at("code"));
    const wrong = deleteAccount(ctx, { confirm: email, password, code: "000000" });
    await expect(wrong).rejects.toMatchObject(at("code"));
    expect(await verifyPassword(system.web, { email, password })).toMatchObject({ email });
  });

  test("while Telegram cannot be reached the account stays, and its bots with it", async () => {
    const owner = await person();
    const { bot, telegramId } = await system.register(owner.ctx);
    system.simulator.fault({ bot_id: telegramId, kind: "api-down", for_ms: 60_000 });
    await expect(owner.remove()).rejects.toMatchObject({ code: "telegram_unreachable" });
    expect(await system.db.database.prisma.bot.count({ where: { id: bot.id } })).toBe(1);
    expect(await verifyPassword(system.web, { email: owner.email, password })).toMatchObject({
      id: owner.id,
    });
  });

  test("the last admin stays, also when two go at once", async () => {
    const [one, two] = [await person("admin"), await person("admin")];
    const tries = await Promise.allSettled([one.remove(), two.remove()]);
    expect(tries.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const stays = tries[0]?.status === "rejected" ? one : two;
    await expect(stays.remove()).rejects.toMatchObject({ code: "conflict" });
    const heir = await person();
    await changeRole(stays.ctx, { userId: heir.id, role: "admin" });
    await stays.remove();
  });
});
