import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { until } from "../support/system";
import { type RestAnswer, type RestSystem, type RestTenant, startRestSystem } from "./rest-client";

describe("the REST API's calls", () => {
  let rest: RestSystem;
  let ada: RestTenant;
  let eve: RestTenant;

  beforeAll(async () => {
    rest = await startRestSystem();
    ada = await rest.restTenant();
    eve = await rest.restTenant();
  });
  afterAll(() => rest.close());

  /** A bot of Ada's, registered by REST. */
  async function newBot(mode: "webhook" | "polling" = "polling") {
    const { id: telegramId, token, username } = await rest.simulator.createBot({});
    const answer = await ada.call("POST", "/bots", { token, mode });
    expect(answer.status).toBe(201);
    return { id: answer.body.id as number, bot: answer.body, telegramId, token, username };
  }

  const problem = ({ status, body, headers }: RestAnswer) => {
    expect(headers.get("content-type")).toBe("application/problem+json");
    expect(body).toMatchObject({
      status,
      type: `urn:hookline:problem:${body.code}`,
      detail: expect.any(String),
    });
    return [status, body.code];
  };

  test("a bot is registered, listed and viewed, and its token never comes back", async () => {
    const { id, bot, token, username, telegramId } = await newBot("webhook");
    expect(bot).toMatchObject({
      id,
      username,
      telegramId,
      mode: "webhook",
      activeDoor: "webhook",
      status: "active",
    });
    const viewed = await ada.call("GET", `/bots/${id}`);
    expect(viewed.status).toBe(200);
    expect(viewed.body).toMatchObject({ id, username });
    const listed = await ada.call("GET", "/bots?limit=200");
    expect(listed.body.items?.map((item) => item.id)).toContain(id);
    for (const answer of [bot, viewed.body, listed.body])
      expect(JSON.stringify(answer)).not.toContain(token.slice(-20));
    expect(viewed.headers.get("cache-control")).toBe("no-store");
  });

  test("lists are pages that follow on each other", async () => {
    await newBot();
    await newBot();
    const seen: unknown[] = [];
    let path = "/bots?limit=1";
    for (let pages = 0; pages < 50; pages++) {
      const { body } = await ada.call("GET", path);
      seen.push(...(body.items ?? []).map((item) => item.id));
      if (body.nextCursor === null) break;
      path = `/bots?limit=1&cursor=${String(body.nextCursor)}`;
    }
    expect(new Set(seen).size).toBe(seen.length);
    const all = await ada.call("GET", "/bots?limit=200");
    expect(seen).toEqual(all.body.items?.map((item) => item.id));
  });

  test("of two registrations of one token at once one wins, the other is told that the bot exists", async () => {
    const { token } = await rest.simulator.createBot({});
    const answers = await Promise.all(
      [ada, eve].map((tenant) => tenant.call("POST", "/bots", { token, mode: "polling" })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    const refused = answers.find(({ status }) => status === 409);
    expect(refused && problem(refused)).toEqual([409, "bot_exists"]);
  });

  test("a wrong token, a revoked one and nonsense are told apart", async () => {
    const { id: telegramId, token } = await rest.simulator.createBot({});
    rest.simulator.deleteBot(telegramId);
    expect(problem(await ada.call("POST", "/bots", { token }))).toEqual([422, "token_rejected"]);
    expect(problem(await ada.call("POST", "/bots", { token: "hello" }))).toEqual([422, "token_invalid"]);
    const answer = await ada.call("POST", "/bots", { token: `${token}\u0007<b>` });
    expect(problem(answer)).toEqual([422, "token_invalid"]);
    expect(JSON.stringify(answer.body)).not.toContain(token);
  });

  test("a bot switches its door, pauses, resumes and is removed", async () => {
    const { id } = await newBot("webhook");
    const polling = await ada.call("PATCH", `/bots/${id}`, { mode: "polling" });
    expect(polling.body).toMatchObject({ mode: "polling", activeDoor: "polling" });
    expect((await ada.call("PATCH", `/bots/${id}`, { enabled: false })).body).toMatchObject({
      status: "paused",
    });
    expect((await ada.call("PATCH", `/bots/${id}`, { enabled: true })).body).toMatchObject({
      status: "active",
    });
    const removed = await ada.call("DELETE", `/bots/${id}`);
    expect([removed.status, removed.body]).toEqual([204, {}]);
    expect(problem(await ada.call("GET", `/bots/${id}`))).toEqual([404, "not_found"]);
  });

  test("a token is replaced by one of the same bot only", async () => {
    const { id, token } = await newBot();
    const other = await rest.simulator.createBot({});
    expect(problem(await ada.call("PUT", `/bots/${id}/token`, { token: other.token }))).toEqual([
      409,
      "token_of_another_bot",
    ]);
    expect((await ada.call("PUT", `/bots/${id}/token`, { token })).body).toMatchObject({
      id,
      status: "active",
    });
  });

  test("info is what Telegram says now", async () => {
    const { id, username } = await newBot("webhook");
    const { body } = await ada.call("GET", `/bots/${id}/info`);
    expect(body).toMatchObject({
      me: { username },
      webhookInfo: { url: expect.stringContaining("/webhook/") },
    });
    expect(JSON.stringify(body)).not.toMatch(/secret/i);
  });

  test("a message is sent, and Telegram's refusal comes back in its words", async () => {
    const { id, telegramId } = await newBot();
    rest.simulator.sendMessage(telegramId, { chat_id: 5, text: "hi" });
    const sent = await ada.call("POST", `/bots/${id}/messages`, { chatId: 5, text: "<b>1 < 2</b> \u202e" });
    expect([sent.status, sent.body]).toEqual([200, { messageId: expect.any(Number) }]);
    const refused = await ada.call("POST", `/bots/${id}/messages`, {
      chatId: 5,
      text: "<b>",
      parseMode: "HTML",
    });
    expect(problem(refused)).toEqual([422, "telegram_refused"]);
    expect(refused.body.detail).toMatch(/can't parse entities/);
  });

  test("an update is listed, filtered, and viewed with its payload", async () => {
    const { id, telegramId } = await newBot("webhook");
    const update = await rest.simulator.sendMessage(telegramId, { chat_id: 31, text: "/start <script>" });
    await until("the update's outcome", async () => {
      const { body } = await ada.call("GET", `/bots/${id}/updates?state=handled`);
      return body.items?.length === 1;
    });
    const { body } = await ada.call("GET", `/bots/${id}/updates?kind=message&chatId=31&limit=1`);
    const [item] = body.items ?? [];
    expect(item).toMatchObject({
      kind: "message",
      chatId: 31,
      door: "webhook",
      state: "handled",
      attempts: 1,
    });
    expect(item).not.toHaveProperty("payload");
    const viewed = await ada.call("GET", `/bots/${id}/updates/${String(item?.updateId)}`);
    expect(viewed.body).toMatchObject({ payload: { message: { text: "/start <script>" } } });
    expect((await ada.call("GET", `/bots/${id}/updates?chatId=32`)).body.items).toEqual([]);
    expect(problem(await ada.call("GET", `/bots/${id}/updates/1`))).toEqual([404, "not_found"]);
    expect(update).toBeDefined();
  });

  test("replies are read, replaced as a whole and refused at their field", async () => {
    const { id } = await newBot();
    const before = await ada.call("GET", `/bots/${id}/replies`);
    expect(before.body.replies).toHaveLength(2);
    const replies = [{ trigger: { type: "any" }, text: "<i>{{text}}</i>", enabled: true }];
    expect((await ada.call("PUT", `/bots/${id}/replies`, { replies })).body).toEqual({ replies });
    expect((await ada.call("GET", `/bots/${id}/replies`)).body).toEqual({ replies });
    const bad = await ada.call("PUT", `/bots/${id}/replies`, {
      replies: [...replies, { trigger: { type: "regex", value: "(" }, text: "{{nobody}}" }],
    });
    expect(problem(bad)).toEqual([422, "invalid_input"]);
    expect(JSON.stringify(bad.body.issues)).toContain('"replies.1.');
    expect((await ada.call("GET", `/bots/${id}/replies`)).body).toEqual({ replies });
  });

  test("health and timeline say what is and why", async () => {
    const { id } = await newBot("webhook");
    await ada.call("PATCH", `/bots/${id}`, { mode: "polling" });
    const health = await ada.call("GET", `/bots/${id}/health`);
    expect(health.body).toMatchObject({
      verdict: { sentence: expect.any(String) },
      facts: { mode: "polling" },
    });
    const timeline = await ada.call("GET", `/bots/${id}/timeline?limit=1`);
    expect(timeline.body.items).toMatchObject([{ toDoor: "polling", actor: "tenant" }]);
    expect(timeline.body.nextCursor).not.toBeNull();
  });

  test("another tenant's bot answers every call exactly like one that does not exist", async () => {
    const { id } = await newBot();
    const { token } = await rest.simulator.createBot({});
    const attempts: [string, string, unknown?][] = [
      ["GET", ""],
      ["PATCH", "", { mode: "polling" }],
      ["DELETE", ""],
      ["PUT", "/token", { token }],
      ["GET", "/info"],
      ["POST", "/messages", { chatId: 1, text: "x" }],
      ["GET", "/updates"],
      ["GET", "/updates/1"],
      ["GET", "/replies"],
      ["PUT", "/replies", { replies: [] }],
      ["GET", "/health"],
      ["GET", "/timeline"],
    ];
    for (const [method, rest_, body] of attempts) {
      const foreign = await eve.call(method, `/bots/${id}${rest_}`, body);
      const absent = await eve.call(method, `/bots/2147483647${rest_}`, body);
      expect(problem(foreign), `${method} ${rest_}`).toEqual([404, "not_found"]);
      expect({ status: foreign.status, body: foreign.body }).toEqual({
        status: absent.status,
        body: absent.body,
      });
      for (const nonsense of ["0", "-1", "1.5", "1e3", "99999999999", "abc", "%00", "1%20"]) {
        const answer = await eve.call(method, `/bots/${nonsense}${rest_}`, body);
        expect({ status: answer.status, body: answer.body }).toEqual({
          status: absent.status,
          body: absent.body,
        });
      }
    }
    expect((await ada.call("GET", `/bots/${id}`)).status).toBe(200);
  });
});
