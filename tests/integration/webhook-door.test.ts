import { request } from "undici";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sealSecret } from "../../lib/bots/bot-directory";
import type { TenantContext } from "../../lib/context";
import { messageUpdate } from "../support/message-update";
import { enterOtherProcess } from "../support/other-process";
import { startSystem, type TestSystem, until } from "../support/system";
import { webhookCases } from "../support/webhook-cases";
import { webhookSecret } from "../support/webhook-secret";

describe("the webhook door", () => {
  let system: TestSystem;
  let tenant: TenantContext;
  let bot: { id: number; secret: string; telegramId: number };
  let foreignSecret: string;

  const secretOf = (botId: number) => webhookSecret(system.db.database, system.web.vault, botId);
  const post = async (
    userId: string | number,
    secret: string | undefined,
    body: string | Buffer,
    contentType = "application/json",
  ) => {
    const answer = await request(`${system.baseUrl}/webhook/${userId}`, {
      method: "POST",
      headers: {
        "content-type": contentType,
        ...(secret === undefined ? {} : { "x-telegram-bot-api-secret-token": secret }),
      },
      body,
    });
    return { status: answer.statusCode, headers: answer.headers, json: await answer.body.json() };
  };
  const update = (id: number, chatId = 9, text = "hello") => messageUpdate(id, chatId, text);

  beforeAll(async () => {
    system = await startSystem();
    tenant = await system.tenant();
    const own = await system.register(tenant, { mode: "webhook" });
    bot = { id: own.bot.id, secret: await secretOf(own.bot.id), telegramId: own.telegramId };
    const other = await system.register(await system.tenant(), { mode: "webhook" });
    foreignSecret = await secretOf(other.bot.id);
  });
  afterAll(() => system.close());

  for (const { name, userId, secret, body, contentType, status } of webhookCases) {
    test(`answers ${status} to ${name}`, async () => {
      const texts: Record<string, string | undefined> = {
        right: bot.secret,
        foreign: foreignSecret,
        wrong: `${bot.secret.slice(0, -1)}${bot.secret.endsWith("A") ? "B" : "A"}`,
        none: undefined,
      };
      const answer = await post(
        userId ?? tenant.actor.userId,
        secret in texts ? texts[secret] : secret,
        body,
        contentType,
      );
      expect(answer.status).toBe(status);
      if (status !== 200) expect(JSON.stringify(answer.json)).not.toContain(bot.secret.slice(5));
    });
  }

  test("what was answered 4xx is not stored", async () => {
    const stored = await system.db.database.prisma.update.findMany({
      where: { botId: bot.id },
      select: { arrival: true },
    });
    expect(stored.map(({ arrival }) => Number(arrival)).sort((a, b) => a - b)).toEqual([
      0, 1, 71, 72, 73, 74,
    ]);
  });

  test("an unknown kind is recorded under its name", async () => {
    const row = await system.db.database.prisma.update.findFirstOrThrow({
      where: { botId: bot.id, arrival: 72n },
    });
    expect(row).toMatchObject({ kind: "telepathy", chatId: 3n });
  });

  test("the first reply travels in the answer, and a duplicate is answered 200 without it", async () => {
    const first = await post(tenant.actor.userId, bot.secret, update(500, 9, "/start"));
    expect(first.json).toMatchObject({ method: "sendMessage", chat_id: 9 });
    const again = await post(tenant.actor.userId, bot.secret, update(500, 9, "/start"));
    expect(again).toMatchObject({ status: 200, json: {} });
    expect(again.json).toEqual({});
  });

  test("an answer that a switch cut off is given again, also before the new webhook is written down", async () => {
    const { pool } = system.db.database;
    const deliver = () => post(tenant.actor.userId, bot.secret, update(505, 9, "/start"));
    const first = await deliver();
    expect(first.json).toMatchObject({ method: "sendMessage" });
    // As the row is from a switch's beginning to its end: Telegram delivers as soon as it has the webhook, in between.
    await pool.query("UPDATE user_bots SET switching_since = now() WHERE id = $1", [bot.id]);
    expect((await deliver()).json).toEqual(first.json);
    await pool.query("UPDATE user_bots SET switching_since = NULL WHERE id = $1", [bot.id]);
    expect((await deliver()).json).toEqual({});
  });

  test("while it is not known whether a dead process has given a reply, Telegram is asked to come again", async () => {
    const { pool } = system.db.database;
    const deliver = () => post(tenant.actor.userId, bot.secret, update(506, 9, "/start"));
    const first = await deliver();
    const other = await enterOtherProcess(system.db.database, "web");
    await pool.query("UPDATE updates SET held_by = $1 WHERE bot_id = $2 AND update_id = 506", [
      other.id,
      bot.id,
    ]);
    const undecided = await deliver();
    expect(undecided).toMatchObject({ status: 429, headers: { "retry-after": "2" } });
    await other.die();
    expect((await deliver()).json).toEqual(first.json);
  });

  test("twenty deliveries of one update at once are handled once", async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => post(tenant.actor.userId, bot.secret, update(501, 9, "/start"))),
    );
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(answers.filter(({ json }) => "method" in (json as object))).toHaveLength(1);
  });

  test("an update of a process that died is handled when Telegram delivers it again", async () => {
    // A row as a process leaves it that is killed between accept and finish: open, held by nobody alive.
    const { pool } = system.db.database;
    await pool.query(
      `INSERT INTO updates (bot_id, update_id, kind, chat_id, door, payload, attempts, held_by)
       VALUES ($1, 502, 'message', 9, 'webhook', $2, 1, 987654)`,
      [bot.id, update(502, 9, "/start")],
    );
    const answer = await until("the dead process's update taken over", async () => {
      const again = await post(tenant.actor.userId, bot.secret, update(502, 9, "/start"));
      const row = await system.db.database.prisma.update.findFirstOrThrow({
        where: { botId: bot.id, arrival: 502n },
      });
      return row.state === "handled" && { again, row };
    });
    expect(answer.row.attempts).toBe(2);
  });

  test("a hundred wrong secrets change nothing for the right one", async () => {
    await Promise.all(
      Array.from({ length: 100 }, (_, i) =>
        post(tenant.actor.userId, `${bot.id}_${String(i).padStart(43, "x")}`, update(600)),
      ),
    );
    expect((await post(tenant.actor.userId, bot.secret, update(601))).status).toBe(200);
  });

  test("a wrong secret has nothing read but the right one: the bot in memory stays as it is", async () => {
    await post(tenant.actor.userId, bot.secret, update(602));
    const inMemory = system.web.bots.peek(bot.id);
    expect(inMemory).toBeDefined();
    for (const letter of ["y", "z"])
      expect((await post(tenant.actor.userId, `${bot.id}_${letter.repeat(43)}`, update(603))).status).toBe(
        401,
      );
    expect(system.web.bots.peek(bot.id)).toBe(inMemory);
  });

  test("a secret that was set a moment ago counts before anybody has announced it", async () => {
    await post(tenant.actor.userId, bot.secret, update(604));
    // A second after the wrong ones: a bot's secret is looked up once a second.
    await until("its secret is looked up again", async () => {
      const sealed = sealSecret(system.web.vault, bot.secret, bot.id);
      const cached = system.web.bots.peek(bot.id);
      if (cached) cached.webhookSecret = `${bot.id}_${"o".repeat(43)}`;
      await system.db.database.pool.query("UPDATE user_bots SET webhook_secret = $2 WHERE id = $1", [
        bot.id,
        sealed,
      ]);
      return (await post(tenant.actor.userId, bot.secret, update(605))).status === 200;
    });
  });

  test("when the update cannot be recorded the answer is 503, and Telegram's next try succeeds", async () => {
    const { pool } = system.db.database;
    await pool.query("ALTER TABLE updates RENAME TO updates_away");
    try {
      const refused = await post(tenant.actor.userId, bot.secret, update(700));
      expect(refused.status).toBe(503);
      expect(Number(refused.headers["retry-after"])).toBeGreaterThan(0);
    } finally {
      await pool.query("ALTER TABLE updates_away RENAME TO updates");
    }
    expect((await post(tenant.actor.userId, bot.secret, update(700))).status).toBe(200);
  });
});

describe("the allow-list of addresses", () => {
  test("answers 403 outside it, believes X-Forwarded-For only from a trusted proxy", async () => {
    const closed = await startSystem({ env: { WEBHOOK_IP_ALLOWLIST: "telegram" } });
    const behindProxy = await startSystem({
      env: { WEBHOOK_IP_ALLOWLIST: "telegram", TRUSTED_PROXIES: "127.0.0.1" },
    });
    const status = async ({ baseUrl }: TestSystem, forwardedFor: string) =>
      (
        await request(`${baseUrl}/webhook/1`, {
          method: "POST",
          headers: { "x-forwarded-for": forwardedFor },
          body: "{}",
        })
      ).statusCode;
    try {
      expect(await status(closed, "149.154.160.5")).toBe(403);
      expect(await status(behindProxy, "149.154.160.5")).toBe(404);
      expect(await status(behindProxy, "8.8.8.8")).toBe(403);
      // The client made the left one up; the proxy wrote the right one.
      expect(await status(behindProxy, "149.154.160.5, 8.8.8.8")).toBe(403);
      expect(await status(behindProxy, "8.8.8.8, 91.108.4.9")).toBe(404);
    } finally {
      await Promise.all([closed.close(), behindProxy.close()]);
    }
  });
});

describe("a flood of wrong secrets", () => {
  test("from one IPv6 network is one flood; other networks and the bots in memory are answered all the same", async () => {
    const system = await startSystem({ env: { TRUSTED_PROXIES: "127.0.0.1" } });
    try {
      const tenant = await system.tenant();
      const { bot } = await system.register(tenant, { mode: "webhook" });
      const { webhookSecret } = (await system.web.bots.get(bot.id)) ?? {};
      let updates = 900;
      const post = async (address: string, secret: string) => {
        const answer = await request(`${system.baseUrl}/webhook/${tenant.actor.userId}`, {
          method: "POST",
          headers: {
            "content-type": "application/json",
            "x-forwarded-for": address,
            "x-telegram-bot-api-secret-token": secret,
          },
          body: messageUpdate(++updates, 9, "hello"),
        });
        await answer.body.dump();
        return answer.statusCode;
      };
      const wrong = `${bot.id}_${"x".repeat(43)}`;
      const unknown = `2000000000_${"x".repeat(43)}`;
      for (let n = 0; n < 1_000; n += 50) {
        const statuses = await Promise.all(
          Array.from({ length: 50 }, (_, i) => post(`2001:DB8:7:1::${(n + i).toString(16)}`, wrong)),
        );
        expect(new Set(statuses)).toEqual(new Set([401]));
      }
      expect(await post("[2001:db8:7:1:ffff::1]:443", wrong)).toBe(429);
      expect(await post("2001:db8:7:1:ffff::2", unknown)).toBe(429);
      expect(await post("2001:db8:7:1::1", webhookSecret ?? ""), "a bot in memory").toBe(200);
      expect(await post("2001:db8:7:2::1", wrong), "another network").toBe(401);
    } finally {
      await system.close();
    }
  });
});
