import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { putReplies } from "../../lib/replies/put-replies";
import { until } from "../support/system";
import { type RestSystem, type RestTenant, startRestSystem } from "./rest-client";

describe("a replay", () => {
  let rest: RestSystem;
  let ada: RestTenant;

  beforeAll(async () => {
    rest = await startRestSystem();
    ada = await rest.restTenant();
    await rest.startSidecar();
  });
  afterAll(() => rest.close());

  const sent = (telegramId: number) =>
    rest.simulator.calls(telegramId, 0).filter(({ method }) => method === "sendMessage");
  const texts = (telegramId: number) => sent(telegramId).map(({ params }) => params.text);
  const reply = (text: string) => [{ trigger: { type: "any" as const }, text, enabled: true }];

  /** A bot that has answered one message. */
  async function answered(mode: "webhook" | "polling") {
    const { bot, telegramId } = await rest.register(ada.ctx, { mode });
    await putReplies(ada.ctx, { botId: bot.id, replies: reply("old {{text}}") });
    const { update_id: updateId } = rest.simulator.sendMessage(telegramId, { chat_id: 9, text: "hello" });
    await until("the outcome", async () => {
      const { body } = await ada.call("GET", `/bots/${bot.id}/updates/${updateId}`);
      return body.state === "handled";
    });
    return { id: bot.id, telegramId, updateId, path: `/bots/${bot.id}/updates/${updateId}` };
  }

  for (const mode of ["webhook", "polling"] as const) {
    test(`of a bot on ${mode} is a new attempt with the replies of now, and the old one stays to be seen`, async () => {
      const { id, telegramId, path } = await answered(mode);
      await putReplies(ada.ctx, { botId: id, replies: reply("new {{text}}") });
      const replayed = await ada.call("POST", `${path}/replay`);
      expect(replayed.status).toBe(200);
      expect(replayed.body).toMatchObject({
        dryRun: false,
        done: true,
        attempt: 2,
        error: null,
        actions: [{ method: "sendMessage", params: { text: "new hello" }, via: "api", ok: true }],
      });
      expect(texts(telegramId)).toEqual(["old hello", "new hello"]);
      const { body } = await ada.call("GET", path);
      expect(body).toMatchObject({
        state: "handled",
        attempts: 2,
        earlier: [{ attempt: 1, state: "handled", actions: [{ params: { text: "old hello" } }] }],
      });
      await until("the replay's end", async () => !(await ada.call("GET", path)).body.replaying);
    });
  }

  test("that is dry says exactly what would be sent, and sends and changes nothing", async () => {
    const { id, telegramId, path } = await answered("webhook");
    await putReplies(ada.ctx, { botId: id, replies: reply("new {{text}}") });
    const before = (await ada.call("GET", path)).body;
    const { status, body } = await ada.call("POST", `${path}/replay`, { dryRun: true });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      dryRun: true,
      attempt: 2,
      error: null,
      actions: [{ method: "sendMessage", params: { chat_id: 9, text: "new hello" }, ok: null }],
    });
    expect((await ada.call("GET", path)).body).toEqual(before);
    expect(texts(telegramId)).toEqual(["old hello"]);
  });

  test("that is dry answers as the bot does where one expression stands in two replies", async () => {
    const { id, path } = await answered("webhook");
    const trigger = { type: "regex" as const, value: "hel+o" };
    await putReplies(ada.ctx, {
      botId: id,
      replies: [
        { trigger, text: "for everybody", enabled: true },
        { trigger, text: "again", enabled: true },
        ...reply("else"),
      ],
    });
    const { body } = await ada.call("POST", `${path}/replay`, { dryRun: true });
    expect(body).toMatchObject({ error: null, actions: [{ params: { text: "for everybody" } }] });
  });

  test("asked for twenty times at once is made once, by two web processes too", async () => {
    const { telegramId, path } = await answered("webhook");
    const { startRuntime } = await import("../../lib/runtime/runtime");
    const second = await startRuntime(rest.web.config, "web");
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => ada.call("POST", `${path}/replay`, { attempts: 1 })),
    );
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([200, ...Array.from({ length: 19 }, () => 409)]);
    expect(texts(telegramId)).toEqual(["old hello", "old hello"]);
    expect((await ada.call("POST", `${path}/replay`, { attempts: 1 })).body.code).toBe("conflict");
    await second.close();
  });

  test("whose process dies is made by another one, however old the update is", async () => {
    const { id, telegramId, updateId, path } = await answered("webhook");
    const { pool } = rest.db.database;
    await pool.query("UPDATE updates SET received_at = now() - interval '3 days' WHERE bot_id = $1", [id]);
    // As a process leaves it that took the replay and was killed: its number is nobody's.
    await pool.query(
      `INSERT INTO reruns (bot_id, update_id, chat_id, attempt, requested_at, tried_at, before_state)
       VALUES ($1, $2, 9, 2, now(), now(), 'handled')`,
      [id, updateId],
    );
    await pool.query(
      "UPDATE updates SET state = 'open', attempts = 2, held_by = 999999, handled_at = NULL WHERE bot_id = $1",
      [id],
    );
    await until("the reply of the replay", () => texts(telegramId).length === 2, 30_000);
    await until("its end", async () => (await ada.call("GET", path)).body.replaying === false);
    expect((await ada.call("GET", path)).body).toMatchObject({ state: "handled", attempts: 3 });
  });

  test("is refused with a word on what to do where it makes no sense", async () => {
    const { id, path, updateId } = await answered("polling");
    const refusal = async (at = path) => (await ada.call("POST", `${at}/replay`)).body;
    expect(await refusal(`/bots/${id}/updates/1`)).toMatchObject({
      code: "not_found",
      detail: expect.stringContaining("kept for 7 days"),
    });
    await ada.call("PATCH", `/bots/${id}`, { enabled: false });
    expect(await refusal()).toMatchObject({
      code: "bot_paused",
      detail: expect.stringContaining("Resume it first"),
    });
    expect((await ada.call("POST", `${path}/replay`, { dryRun: true })).status).toBe(200);
    const { pool } = rest.db.database;
    await pool.query("UPDATE user_bots SET status = 'unauthorized' WHERE id = $1", [id]);
    expect(await refusal()).toMatchObject({ code: "bot_unauthorized" });
    await pool.query("UPDATE user_bots SET status = 'active' WHERE id = $1", [id]);
    await pool.query("UPDATE updates SET state = 'open', held_by = $2 WHERE bot_id = $1", [
      id,
      rest.web.processId,
    ]);
    expect(await refusal()).toMatchObject({ code: "conflict", detail: expect.stringContaining("in work") });
    await pool.query("UPDATE updates SET state = 'handled' WHERE bot_id = $1", [id]);
    const eve = await rest.restTenant();
    const foreign = await eve.call("POST", `/bots/${id}/updates/${updateId}/replay`, { dryRun: true });
    expect([foreign.status, foreign.body.code]).toEqual([404, "not_found"]);
  });

  test("finds updates by the text inside them, in either spelling, and says how far it looked", async () => {
    const { bot, telegramId } = await rest.register(ada.ctx, { mode: "polling" });
    for (const text of ["order 17", "Заказ 18", "100% _sure_", 'say "hi"']) {
      rest.simulator.sendMessage(telegramId, { chat_id: 3, text });
    }
    const search = async (text: string) =>
      (await ada.call("GET", `/bots/${bot.id}/updates?text=${encodeURIComponent(text)}`)).body;
    await until("the last", async () => (await search("say")).items?.length === 1);
    const escaped = JSON.stringify({ update_id: 1, text: "Привет" }).replaceAll(
      /[^ -~]/g,
      (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
    );
    await rest.db.database.pool.query(
      `INSERT INTO updates (bot_id, update_id, kind, door, payload, state, held_by)
       VALUES ($1, 1, 'poll', 'webhook', $2, 'handled', 0)`,
      [bot.id, escaped],
    );
    for (const [text, found] of [
      ["ORDER 17", 1],
      ["заказ", 1],
      ["привет", 1],
      ["100% _", 1],
      ["100%_", 0],
      ['say "hi"', 1],
      ["\\u", 0],
    ] as const) {
      const { items, nextCursor, searched } = await search(text);
      expect([text, items?.length]).toEqual([text, found]);
      expect([nextCursor, searched]).toMatchObject([null, { updates: 5 }]);
    }
  });
});
