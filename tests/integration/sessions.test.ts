import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { changePassword } from "../../lib/accounts/change-password";
import { changeRole } from "../../lib/accounts/change-role";
import { createUser } from "../../lib/accounts/create-user";
import { endOtherSessions } from "../../lib/accounts/end-other-sessions";
import { endSession } from "../../lib/accounts/end-session";
import { listSessions } from "../../lib/accounts/list-sessions";
import { openSession } from "../../lib/accounts/open-session";
import { setDisabled } from "../../lib/accounts/set-disabled";
import { signIn } from "../../lib/accounts/sign-in";
import type { Runtime } from "../../lib/runtime/runtime";
import { provenBy } from "../support/accounts";
import { startSystem, type TestSystem, until } from "../support/system";

const password = "correct horse battery";
const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:141.0) Gecko/20100101 Firefox/141.0";

describe("sessions", () => {
  let system: TestSystem;
  /** Another process of the deployment. */
  let other: Runtime;

  beforeAll(async () => {
    system = await startSystem();
    other = (await system.startSidecar()).runtime;
  });
  afterAll(() => system.close());

  const person = async (role: "tenant" | "admin" = "tenant") => {
    const user = await createUser(system.web, { email: `${randomUUID()}@example.org`, password, role });
    const signedIn = { ...system.web, actor: { userId: user.id, role } };
    const prove = (secret = password) =>
      provenBy(signIn(system.web, { email: user.email, password: secret }, "192.0.2.1"));
    const enter = async (address = "192.0.2.1") =>
      openSession(system.web, await prove(), { address, userAgent: firefox });
    return { ...user, signedIn, prove, enter };
  };
  const lives = async (on: Runtime, id: string) =>
    (await on.sessions.personOf(id, "192.0.2.1")) !== undefined;
  const ended = (on: Runtime, id: string) => until("the session's end", async () => !(await lives(on, id)));

  test("one that is ended is void in every process at once, and the others stay", async () => {
    const { signedIn, enter } = await person();
    const [here, there, third] = [await enter(), await enter(), await enter()];
    for (const on of [system.web, other])
      for (const id of [here, there]) expect(await lives(on, id)).toBe(true);
    const began = performance.now();
    await endSession(signedIn, { sessionId: there });
    await Promise.all([ended(system.web, there), ended(other, there)]);
    expect(performance.now() - began, "not by the memory's age").toBeLessThan(5_000);
    expect(await lives(system.web, here)).toBe(true);
    expect(await endOtherSessions(signedIn, { sessionId: here })).toEqual({ ended: 1 });
    await ended(other, third);
    expect(await lives(other, here)).toBe(true);
  });

  test("nobody ends or sees another person's", async () => {
    const [owner, stranger] = [await person(), await person()];
    const id = await owner.enter();
    await expect(endSession(stranger.signedIn, { sessionId: id })).rejects.toMatchObject({
      code: "not_found",
    });
    expect(await listSessions(stranger.signedIn, { sessionId: id })).toEqual([]);
    expect(await lives(system.web, id)).toBe(true);
  });

  test("the list says where, and puts the one that asks first", async () => {
    const { signedIn, enter } = await person();
    const old = await enter("198.51.100.7");
    const gone = await enter();
    await system.web.data.pool.query(
      "UPDATE sessions SET last_seen_at = now() - interval '31 days' WHERE id = $1",
      [gone],
    );
    await system.web.data.pool.query(
      "UPDATE sessions SET last_seen_at = now() - interval '2 days' WHERE id = $1",
      [old],
    );
    const here = await enter("2001:db8::1");
    const list = await listSessions(signedIn, { sessionId: old });
    expect(list.map(({ id, current, address }) => ({ id, current, address }))).toEqual([
      { id: old, current: true, address: "198.51.100.7" },
      { id: here, current: false, address: "2001:db8::1" },
    ]);
    expect(list[0]?.device).toEqual({ browser: "Firefox", system: "Linux" });
    const left = await system.web.data.prisma.session.findUnique({ where: { id: gone } });
    expect(left, "a month unused: gone with the next sign-in").toBeNull();
  });

  test("asking again costs no query, and a use is written once a minute from all processes together", async () => {
    const { enter } = await person();
    const id = await enter();
    const { pool } = system.web.data;
    await pool.query("UPDATE sessions SET last_seen_at = now() - interval '5 minutes' WHERE id = $1", [id]);
    const seen = async () =>
      (await pool.query("SELECT last_seen_at AS at, address FROM sessions WHERE id = $1", [id])).rows[0] as {
        at: Date;
        address: string;
      };
    await Promise.all([system.web, other].map((on) => on.sessions.personOf(id, "203.0.113.9")));
    await until("the use", async () => Date.now() - (await seen()).at.getTime() < 60_000);
    const first = await seen();
    expect(first.address).toBe("203.0.113.9");
    for (let i = 0; i < 50; i++) await system.web.sessions.personOf(id, "203.0.113.10");
    expect(await seen()).toEqual(first);
    // Behind the triggers' back: only what is kept in memory can still answer.
    await pool.query("ALTER TABLE sessions DISABLE TRIGGER announce_session_end");
    try {
      await pool.query("DELETE FROM sessions WHERE id = $1", [id]);
      expect(await lives(system.web, id)).toBe(true);
      system.web.sessions.forgetAll();
      expect(await lives(system.web, id)).toBe(false);
    } finally {
      await pool.query("ALTER TABLE sessions ENABLE TRIGGER announce_session_end");
    }
  });

  test("a changed password keeps the session that asks and ends the others, or keeps all, as wished", async () => {
    const { signedIn, enter } = await person();
    const [here, there] = [await enter(), await enter()];
    const change = (currentPassword: string, newPassword: string, endOthers: boolean) =>
      changePassword(signedIn, { currentPassword, newPassword, endOthers }, { sessionId: here });
    await expect(change("a wrong one", "a new password", true)).rejects.toMatchObject({
      code: "invalid_input",
      facts: { issues: [{ path: "currentPassword" }] },
    });
    await change(password, "a new password", false);
    system.web.sessions.forgetAll();
    expect([await lives(system.web, here), await lives(system.web, there)]).toEqual([true, true]);
    await change("a new password", "a newer password", true);
    await ended(other, there);
    await ended(system.web, there);
    expect(await lives(system.web, here)).toBe(true);
    expect(await lives(other, here)).toBe(true);
  });

  test("a sign-in that was proven with the old password begins no session after the change", async () => {
    const { signedIn, prove, enter } = await person();
    const proven = await prove();
    const here = await enter();
    await changePassword(
      signedIn,
      { currentPassword: password, newPassword: "a new password" },
      { sessionId: here },
    );
    const late = openSession(system.web, proven, { address: "192.0.2.1", userAgent: null });
    await expect(late).rejects.toMatchObject({ code: "not_signed_in" });
  });

  test("a new role and a lock-out count at once, in every process", async () => {
    const { id: userId, enter } = await person();
    const admin = await person("admin");
    const session = await enter();
    expect(await other.sessions.personOf(session, "192.0.2.1")).toMatchObject({ role: "tenant" });
    await changeRole(admin.signedIn, { userId, role: "admin" });
    await until(
      "the role",
      async () => (await other.sessions.personOf(session, "192.0.2.1"))?.role === "admin",
    );
    await setDisabled(admin.signedIn, { userId, disabled: true });
    await ended(other, session);
    await setDisabled(admin.signedIn, { userId, disabled: false });
    expect(await lives(other, session), "let in again, but not by the old session").toBe(false);
  });
});
