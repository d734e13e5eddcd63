import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listSessions } from "../../lib/accounts/list-sessions";
import { deleteExpired } from "../../lib/data/retention";
import type { Runtime } from "../../lib/runtime/runtime";
import { sessionMaxAgeS } from "../../lib/web/session-token";
import { beginSession } from "../support/session";
import { startSystem, type TestSystem, until } from "../support/system";

describe("a session's age", () => {
  let system: TestSystem;
  /** Another process of the deployment. */
  let other: Runtime;

  beforeAll(async () => {
    system = await startSystem();
    other = (await system.startSidecar()).runtime;
  });
  afterAll(() => system.close());

  const enter = async () => {
    const ctx = await system.tenant();
    const session = { data: system.web.data, secret: system.web.config.NEXTAUTH_SECRET };
    const { sessionId } = await beginSession(session, ctx.actor.userId);
    return { ctx, sessionId };
  };
  const age = (sessionId: string, column: "created_at" | "last_seen_at", interval: string) =>
    system.web.data.pool.query(
      `UPDATE sessions SET ${column} = now() - interval '${interval}' WHERE id = $1`,
      [sessionId],
    );
  const lives = async (sessionId: string) =>
    (await Promise.all([system.web, other].map((on) => on.sessions.personOf(sessionId, "192.0.2.1")))).map(
      (person) => person !== undefined,
    );
  const seenAt = async (sessionId: string) => {
    const { rows } = await system.web.data.pool.query(
      "SELECT last_seen_at AS at FROM sessions WHERE id = $1",
      [sessionId],
    );
    return (rows[0] as { at: Date }).at.getTime();
  };

  test.each([
    ["thirty days after it began, however much it is used", "created_at", "29 days 23 hours", "30 days"],
    ["fourteen days after its last use", "last_seen_at", "13 days 23 hours", "14 days"],
  ] as const)("it ends %s, in every process", async (_when, column, before, after) => {
    const { ctx, sessionId } = await enter();
    await age(sessionId, column, before);
    expect(await lives(sessionId)).toEqual([true, true]);
    // Both processes keep it for some seconds now.
    await age(sessionId, column, after);
    await until("its end", async () => !(await lives(sessionId)).includes(true), 1_000);
    expect(await listSessions(ctx, { sessionId })).toEqual([]);
    expect(await lives(sessionId), "and asking for it does not bring it back").toEqual([false, false]);
  });

  test("it ends at its moment in a process that has just asked and heard of nothing", async () => {
    const { sessionId } = await enter();
    await age(sessionId, "created_at", "30 days - 1.5 seconds");
    expect(await lives(sessionId)).toEqual([true, true]);
    await until("its end", async () => !(await lives(sessionId)).includes(true), 3_000);
  });

  test("a use within fourteen days moves the end of its disuse, and not the other", async () => {
    const { sessionId } = await enter();
    await age(sessionId, "last_seen_at", "13 days 23 hours");
    expect(await lives(sessionId)).toEqual([true, true]);
    await until("the use is written", async () => Date.now() - (await seenAt(sessionId)) < 60_000);
    await age(sessionId, "created_at", "31 days");
    await until("its end", async () => !(await lives(sessionId)).includes(true), 1_000);
  });

  test("its cookie lasts as long, and its row goes with the old ones of everybody", async () => {
    expect(sessionMaxAgeS).toBe(30 * 86_400);
    const [old, unused, kept] = [await enter(), await enter(), await enter()];
    await age(old.sessionId, "created_at", "30 days");
    await age(unused.sessionId, "last_seen_at", "14 days");
    await deleteExpired(system.web.data, 7, 90);
    const left = await system.web.data.prisma.session.findMany({ select: { id: true } });
    const ids = left.map(({ id }) => id);
    expect(ids).toContain(kept.sessionId);
    for (const { sessionId } of [old, unused]) expect(ids).not.toContain(sessionId);
  });
});
