import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { changePassword } from "../../lib/accounts/change-password";
import { changeRole } from "../../lib/accounts/change-role";
import { endOtherSessions } from "../../lib/accounts/end-other-sessions";
import { endSession } from "../../lib/accounts/end-session";
import { hashToken, newToken } from "../../lib/accounts/link-token";
import { resetPassword } from "../../lib/accounts/reset-password";
import { setDisabled } from "../../lib/accounts/set-disabled";
import { createLogger } from "../../lib/core/log";
import { freePort } from "../../lib/core/ports";
import { replaceAccountLink } from "../../lib/data/account-links";
import { deleteUser } from "../../lib/data/users";
import { readRuntimeConfig } from "../../lib/runtime/start-from-environment";
import { type OpenStream, openStream } from "../support/event-stream";
import { type Account, type RunningHookline, startHookline } from "../support/hookline";
import { beginSession } from "../support/session";
import { until } from "../support/system";

/** Streams are open at two web processes; what ends them is done in this one. */
describe("what is open under a session", () => {
  let hookline: RunningHookline;
  let urls: string[];
  let admin: Account;
  const opened: OpenStream[] = [];

  beforeAll(async () => {
    hookline = await startHookline();
    const port = String(await freePort());
    await hookline.start("web", { PORT: port });
    urls = [hookline.url, `http://127.0.0.1:${port}`];
    admin = await hookline.account("admin");
  });
  afterEach(() => {
    for (const stream of opened.splice(0)) stream.close();
  });
  afterAll(() => hookline.close());

  const pool = () => hookline.db.database.pool;
  const session = (userId: number) => {
    const secret = hookline.env.NEXTAUTH_SECRET ?? "";
    return beginSession({ data: hookline.db.database, secret }, userId);
  };
  const acting = (userId: number, role: "tenant" | "admin" = "tenant") => ({
    data: hookline.db.database,
    actor: { userId, role },
  });
  const asAdmin = () => acting(admin.userId, "admin");
  const open = async (cookie: string, at = urls): Promise<OpenStream[]> => {
    const streams = await Promise.all(at.map((url) => openStream(url, cookie)));
    const whole = streams.filter((stream) => typeof stream !== "number");
    opened.push(...whole);
    expect(whole, "streams that were let in").toHaveLength(at.length);
    return whole;
  };
  /** Registers a bot and waits until its stream has said so: from then on everybody knows whose it is. */
  const knownBot = async (owner: Account, stream: OpenStream): Promise<number> => {
    const { token } = hookline.simulator.createBot({});
    const { json } = await hookline.api(owner, "POST", "/bots", { token, mode: "polling" });
    const { id } = json as { id: number };
    // Where another bot changes within the same half second, the stream says that several did.
    await until("the bot's event", async () => {
      await rename(id, `Known at ${performance.now()}`);
      return stream.heard().includes(`"botId":${id}`);
    });
    return id;
  };
  const rename = (botId: number, name: string) =>
    pool().query("UPDATE user_bots SET name = $2 WHERE id = $1", [botId, name]);
  const events = (stream: OpenStream) => stream.heard().split('"type":"bot"').length - 1;
  /** Has triggers keep silent, as if the announcement were lost on its way. */
  const unannounced = async (sql: string, values: unknown[]) => {
    const client = await pool().connect();
    try {
      await client.query("SET session_replication_role = replica");
      await client.query(sql, values);
    } finally {
      await client.query("RESET session_replication_role");
      client.release();
    }
  };
  const loseSignals = () =>
    pool().query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'hookline signals%'",
    );

  const config = () => readRuntimeConfig(hookline.env);
  const ways: [string, (who: Account & { sessionId: string }) => Promise<unknown>][] = [
    ["signing out", ({ userId, sessionId }) => endSession(acting(userId), { sessionId })],
    [
      "signing out everywhere else",
      ({ userId }) => endOtherSessions(acting(userId), { sessionId: randomUUID() }),
    ],
    [
      "a password changed elsewhere",
      ({ userId, password }) =>
        changePassword(
          acting(userId),
          { currentPassword: password, newPassword: "a password of another kind", endOthers: true },
          { sessionId: randomUUID() },
        ),
    ],
    [
      "a password chosen anew by a mailed link",
      async ({ userId, email }) => {
        const token = newToken();
        const { database: data } = hookline.db;
        const link = {
          tokenHash: hashToken(token),
          purpose: "password_reset",
          userId,
          email,
          ttlS: 60,
        } as const;
        await replaceAccountLink(data, link);
        const ctx = { data, config: config(), log: createLogger("silent", "test") };
        const place = { client: "192.0.2.1", language: "en" } as const;
        await resetPassword(ctx, { token, password: "a password of another kind" }, place);
      },
    ],
    ["disabling the account", ({ userId }) => setDisabled(asAdmin(), { userId, disabled: true })],
    ["deleting the account", ({ userId }) => deleteUser(hookline.db.database, userId)],
    ["a new role", ({ userId }) => changeRole(asAdmin(), { userId, role: "admin" })],
    [
      "the session's thirty days",
      ({ sessionId }) =>
        pool().query("UPDATE sessions SET created_at = now() - interval '30 days' WHERE id = $1", [
          sessionId,
        ]),
    ],
    [
      "fourteen days without use",
      ({ sessionId }) =>
        pool().query("UPDATE sessions SET last_seen_at = now() - interval '14 days' WHERE id = $1", [
          sessionId,
        ]),
    ],
  ];

  test.each(ways)(
    "%s ends its event streams within a second, in every process, and no other's",
    async (_way, end) => {
      const [person, stranger] = [await hookline.account(), await hookline.account()];
      const { sessionId, cookie } = await session(person.userId);
      const streams = await open(cookie);
      const others = await open((await session(stranger.userId)).cookie);
      const began = performance.now();
      await end({ ...person, sessionId });
      const ends = await Promise.all(streams.map(({ ended }) => ended));
      expect(Math.max(...ends) - began).toBeLessThan(1_000);
      expect(others.map((stream) => stream.isOpen())).toEqual([true, true]);
    },
  );

  test("HEAD opens no stream", async () => {
    const { cookie } = await session(admin.userId);
    for (const path of ["/api/events", "/admin/audit/export"]) {
      const answer = await fetch(`${hookline.url}${path}`, { method: "HEAD", headers: { cookie } });
      expect(answer.status).toBe(405);
    }
  });

  test("the person's other sessions go on, and hear", async () => {
    const person = await hookline.account();
    const [here, there] = [await session(person.userId), await session(person.userId)];
    const [kept] = await open(here.cookie, [hookline.url]);
    const [gone] = await open(there.cookie, [hookline.url]);
    await endSession(acting(person.userId), { sessionId: there.sessionId });
    await gone?.ended;
    expect(await openStream(hookline.url, there.cookie), "it does not come back").toBe(401);
    if (kept) await knownBot(person, kept);
    expect(kept?.isOpen()).toBe(true);
  });

  test("a password change leaves the session that asks its stream, and takes the others theirs", async () => {
    const { userId, password } = await hookline.account();
    const [here, there] = [await session(userId), await session(userId)];
    const [kept] = await open(here.cookie, [hookline.url]);
    const [gone] = await open(there.cookie, [hookline.url]);
    const input = { currentPassword: password, newPassword: "a password of another kind", endOthers: true };
    await changePassword(acting(userId), input, { sessionId: here.sessionId });
    await gone?.ended;
    expect(kept?.isOpen()).toBe(true);
  });

  test("who was an admin hears nothing of others' bots from then on", async () => {
    const [former, owner] = [await hookline.account("admin"), await hookline.account()];
    const { cookie } = await session(former.userId);
    const [all] = (await open(cookie, [hookline.url])) as [OpenStream];
    const botId = await knownBot(owner, all);
    await changeRole(asAdmin(), { userId: former.userId, role: "tenant" });
    await all.ended;
    const [own] = (await open(cookie, [hookline.url])) as [OpenStream];
    const [ofOwner] = (await open((await session(owner.userId)).cookie, [hookline.url])) as [OpenStream];
    await rename(botId, "Renamed");
    await until("the owner's event", () => events(ofOwner) > 0);
    expect(events(own)).toBe(0);
  });

  test("a bot that belongs to somebody else now is no longer told of to whom it belonged", async () => {
    const [before, after] = [await hookline.account(), await hookline.account()];
    const [old] = (await open((await session(before.userId)).cookie, [hookline.url])) as [OpenStream];
    const [fresh] = (await open((await session(after.userId)).cookie, [hookline.url])) as [OpenStream];
    const [ownId, botId] = [await knownBot(before, old), await knownBot(before, old)];
    await pool().query("UPDATE user_bots SET owner_id = $2 WHERE id = $1", [botId, after.userId]);
    const hearsOf = async (name: string) => {
      const before = events(fresh);
      await rename(botId, name);
      await until("the new owner's event", () => events(fresh) > before);
    };
    /** Resolves when the old owner was told of another bot, and of whatever waited before it. */
    const hearsOfOwn = async (name: string) => {
      const before = old.heard().length;
      await rename(ownId, name);
      await until("the old owner's event", () => old.heard().length > before);
      return old.heard().slice(before);
    };
    await hearsOf("Moved");
    await hearsOfOwn("Kept");
    await hearsOf("Moved again");
    expect(await hearsOfOwn("Kept again")).toMatch(
      new RegExp(`^id: \\d+\\ndata: \\{"id":\\d+,"type":"bot","botId":${ownId}\\}\\n\\n$`),
    );
  });

  test("an end that was announced while nobody could hear counts once the process hears again", async () => {
    const person = await hookline.account();
    const [ended, kept] = [await session(person.userId), await session(person.userId)];
    const gone = await open(ended.cookie);
    const stay = await open(kept.cookie);
    await unannounced("DELETE FROM sessions WHERE id = $1", [ended.sessionId]);
    const began = performance.now();
    await loseSignals();
    await Promise.all(gone.map((stream) => stream.ended));
    // A quarter of a second until it connects, and what a busy machine takes for it.
    expect(performance.now() - began).toBeLessThan(2_000);
    expect(stay.map((stream) => stream.isOpen())).toEqual([true, true]);
  });

  test("a session whose time is over while its stream is open ends it without a word from anybody", async () => {
    const { userId } = await hookline.account();
    const { sessionId, cookie } = await session(userId);
    await unannounced(
      "UPDATE sessions SET created_at = now() - interval '30 days' + interval '3 seconds' WHERE id = $1",
      [sessionId],
    );
    const began = performance.now();
    const streams = await open(cookie);
    const ends = await Promise.all(streams.map(({ ended }) => ended));
    expect(Math.min(...ends) - began).toBeGreaterThan(2_000);
    expect(Math.max(...ends) - began).toBeLessThan(4_000);
  });

  test("the audit log's download breaks off with the admin's role", async () => {
    await pool().query(
      `INSERT INTO audit_log (action, detail)
       SELECT 'sign_in.failed', jsonb_build_object('client', repeat('x', 2000)) FROM generate_series(1, 40000)`,
    );
    const former = await hookline.account("admin");
    const { cookie } = await session(former.userId);
    const request = get(`${hookline.url}/admin/audit/export`, { agent: false, headers: { cookie } });
    const [response] = (await once(request, "response")) as [IncomingMessage];
    expect(response.statusCode).toBe(200);
    let bytes = 0;
    await once(response, "readable");
    await changeRole(asAdmin(), { userId: former.userId, role: "tenant" });
    const over = new Promise<void>((resolve) => response.once("close", resolve));
    response.on("error", () => {});
    // What stands in buffers still arrives.
    response.on("data", (piece: Buffer) => {
      bytes += piece.length;
    });
    await over;
    expect(response.complete, "a file that is cut off says so").toBe(false);
    expect(bytes).toBeLessThan(40_000 * 2_000);
    await pool().query("DELETE FROM audit_log WHERE action = 'sign_in.failed'");
  });
});
