import { describe, expect, onTestFinished, test, vi } from "vitest";
import { mintBot, startReceiver, startSimulator } from "./test-kit";

/** Each gap is at least what Telegram waits and less than its next longer wait. */
function expectGaps(gaps: number[], seconds: number[], scale: number): void {
  expect(gaps.length).toBeGreaterThanOrEqual(seconds.length);
  for (const [index, wanted] of seconds.entries()) {
    const ms = wanted * 1000 * scale;
    expect(gaps[index]).toBeGreaterThanOrEqual(ms - 3);
    expect(gaps[index]).toBeLessThan(Math.max(ms, 1000 * scale) * 1.9);
  }
}

describe("delivery to a webhook", () => {
  test("is a keep-alive POST of JSON with the secret, no user agent, and the update's id on a line of its own", async () => {
    const { url } = await startSimulator();
    const receiver = await startReceiver();
    const bot = await mintBot(url);
    await bot.api("setWebhook", { url: receiver.url, secret_token: "s_e-cret1" });
    const id = await bot.write(42, "/start now");
    await receiver.count(1);
    const [delivery] = receiver.received;
    expect(delivery?.headers).toMatchObject({
      "content-type": "application/json",
      "x-telegram-bot-api-secret-token": "s_e-cret1",
      connection: "keep-alive",
    });
    expect(delivery?.headers).not.toHaveProperty("user-agent");
    expect(delivery?.raw.startsWith(`{"update_id":${id},\n"message":{"message_id":1,`)).toBe(true);
    expect(delivery?.body.message).toMatchObject({
      chat: { id: 42, type: "private" },
      from: { id: 42, is_bot: false },
      text: "/start now",
      entities: [{ type: "bot_command", offset: 0, length: 6 }],
    });
  });

  test("is tried again at once and then after 2, 4, 8 and 16 seconds", async () => {
    const scale = 0.25;
    const { url } = await startSimulator({ timeScale: scale });
    const receiver = await startReceiver();
    receiver.answer = ({ response }) => response.writeHead(500).end();
    const bot = await mintBot(url);
    await bot.api("setWebhook", { url: receiver.url });
    const id = await bot.write(1, "hi");
    await receiver.count(6);
    expectGaps(receiver.gaps(), [0, 2, 4, 8, 16], scale);
    expect(new Set(receiver.received.map((one) => one.updateId))).toEqual(new Set([id]));
  });

  test("waits what Retry-After says, every time", async () => {
    const scale = 0.25;
    const { url } = await startSimulator({ timeScale: scale });
    const receiver = await startReceiver();
    receiver.answer = ({ response }) => response.writeHead(429, { "retry-after": "2" }).end();
    const bot = await mintBot(url);
    await bot.api("setWebhook", { url: receiver.url });
    await bot.write(1, "hi");
    await receiver.count(4);
    expectGaps(receiver.gaps(), [2, 2, 2], scale);
  });

  test("is retried after a redirect, which is not followed; 204 and 299 are success", async () => {
    const { url } = await startSimulator();
    const receiver = await startReceiver();
    const elsewhere = await startReceiver();
    const statuses = [302, 204, 299];
    receiver.answer = ({ response }) =>
      response.writeHead(statuses.shift() ?? 200, { location: elsewhere.url }).end();
    const bot = await mintBot(url);
    await bot.api("setWebhook", { url: receiver.url });
    const first = await bot.write(1, "a");
    const second = await bot.write(1, "b");
    await receiver.count(3);
    expect(receiver.received.map((one) => one.updateId)).toEqual([first, first, second]);
    expect(elsewhere.received).toEqual([]);
    await expect.poll(async () => (await bot.info()).pending_update_count).toBe(0);
    expect(await bot.info()).toMatchObject({
      last_error_message: "Wrong response from the webhook: 302 Found",
    });
  });

  test("without an answer is given up after 60 seconds and tried again", async () => {
    const { url } = await startSimulator({ timeScale: 0.02 });
    const receiver = await startReceiver();
    receiver.answer = () => {};
    const bot = await mintBot(url);
    await bot.api("setWebhook", { url: receiver.url });
    // The sender's clock runs from when it sends, and the first request may be read later than that.
    const written = performance.now();
    await bot.write(1, "hi");
    await receiver.count(2);
    expect(performance.now() - written).toBeGreaterThanOrEqual(1_197);
    expect(receiver.gaps()[0]).toBeLessThan(2_400);
    expect(await bot.info()).toMatchObject({ last_error_message: "Read timeout expired" });
  });

  test("keeps to max_connections and to the order of each chat", async () => {
    const { url } = await startSimulator();
    const receiver = await startReceiver();
    const bot = await mintBot(url);
    await bot.api("setWebhook", { url: receiver.url, max_connections: 3 });
    receiver.answer = () => {};
    for (const text of ["1", "2", "3"])
      for (const chat of [11, 12, 13, 14, 15, 16]) await bot.write(chat, text);
    await receiver.count(3);
    // Time enough for a fourth.
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(receiver.open).toBe(3);
    receiver.answer = ({ response }) => void setTimeout(() => response.end(), 5);
    for (const { response } of receiver.received) response.end();
    await receiver.count(18);
    expect(receiver.maxOpen).toBe(3);
    for (const chat of [11, 12, 13, 14, 15, 16]) {
      const texts = receiver.received.map((one) => one.body.message).filter((one) => one?.chat?.id === chat);
      expect(texts.map((one) => one?.text)).toEqual(["1", "2", "3"]);
    }
  });

  test("stops altogether when twice max_connections chats fail, and goes on when one recovers", async () => {
    const { url } = await startSimulator({ timeScale: 0.005 });
    const receiver = await startReceiver();
    const bot = await mintBot(url);
    await bot.api("setWebhook", { url: receiver.url, max_connections: 2 });
    receiver.answer = ({ response, body }) =>
      response.writeHead(body.message?.text === "poison" ? 500 : 200).end();
    for (const chat of [1, 2, 3, 4]) await bot.write(chat, "poison");
    const starved = await bot.write(5, "hello");
    await receiver.count(16);
    expect(receiver.received.map((one) => one.updateId)).not.toContain(starved);
    receiver.answer = ({ response }) => response.end();
    await receiver.until(() => receiver.received.some((one) => one.updateId === starved));
  });

  test("brings a message and a callback query of one chat at the same time", async () => {
    const { url } = await startSimulator();
    const receiver = await startReceiver();
    const bot = await mintBot(url);
    await bot.api("setWebhook", { url: receiver.url });
    await bot.api("sendMessage", { chat_id: 7, text: "press" });
    receiver.answer = () => {};
    await bot.write(7, "one");
    await bot.write(7, "two");
    await bot.control("/callbacks", { chat_id: 7, message_id: 1, data: "x" });
    await receiver.count(2);
    expect(receiver.received.map((one) => Object.keys(one.body)[1]).sort()).toEqual([
      "callback_query",
      "message",
    ]);
    expect(receiver.open).toBe(2);
  });

  test("that is under way when the webhook is deleted comes again by getUpdates with the same id", async () => {
    const { url } = await startSimulator();
    const receiver = await startReceiver();
    receiver.answer = () => {};
    const bot = await mintBot(url);
    await bot.api("setWebhook", { url: receiver.url });
    const id = await bot.write(1, "hi");
    await receiver.count(1);
    await bot.api("deleteWebhook");
    expect((await bot.api("getUpdates")).result).toMatchObject([{ update_id: id, message: { text: "hi" } }]);
  });

  test("repeats a polled batch that was not confirmed when a webhook is set", async () => {
    const { url } = await startSimulator();
    const receiver = await startReceiver();
    const bot = await mintBot(url);
    const id = await bot.write(1, "hi");
    await bot.api("getUpdates");
    await bot.api("setWebhook", { url: receiver.url });
    await receiver.count(1);
    expect(receiver.received[0]?.updateId).toBe(id);
    await expect.poll(async () => (await bot.trace(id)).acked_at).not.toBeNull();
    expect((await bot.trace(id)).attempts.map((one) => one.door)).toEqual(["polling", "webhook"]);
  });

  const from = { id: 5, is_bot: false, first_name: "Ada" };
  test.each([
    // 0, 0, 2, 6, 14 s; the next would be at 30 s, after its end.
    ["inline queries after 30", { inline_query: { id: "1", from, query: "", offset: "" } }, 0.06, 5],
    // 0, 0, 2, 6, 14, 30, 62, 126 s; the next would be past 150 s.
    ["callback queries after 150", { callback_query: { id: "2", from, data: "x" } }, 0.02, 8],
  ])("gives up %s seconds", async (_, update, timeScale, attempts) => {
    const { url } = await startSimulator({ timeScale });
    const receiver = await startReceiver();
    receiver.answer = ({ response }) => response.writeHead(500).end();
    const bot = await mintBot(url);
    await bot.api("setWebhook", { url: receiver.url });
    const { update_id } = await bot.control("/updates", update);
    await expect.poll(async () => (await bot.info()).pending_update_count, { timeout: 8000 }).toBe(0);
    const trace = await bot.trace(update_id);
    expect(trace.attempts).toHaveLength(attempts);
    expect(trace.acked_at).toBeNull();
  });

  test("says how it failed: the peer's own phrase, a reset, an answer that is too long", async () => {
    const { url } = await startSimulator();
    const receiver = await startReceiver();
    const bot = await mintBot(url);
    await bot.api("setWebhook", { url: receiver.url });
    const cases: [typeof receiver.answer, string][] = [
      [
        ({ response }) => response.writeHead(503, "Gone Fishing").end(),
        "Wrong response from the webhook: 503 Gone Fishing",
      ],
      [({ response }) => response.destroy(), "Connection reset by peer"],
      [
        ({ response }) => response.end("x".repeat(1024 * 1024 + 1)),
        "Wrong response from the webhook: 413 Request Entity Too Large",
      ],
    ];
    for (const [index, [answer, words]] of cases.entries()) {
      receiver.answer = answer;
      const id = await bot.write(index + 1, "hi");
      await expect.poll(async () => (await bot.trace(id)).attempts.length).toBeGreaterThan(1);
      expect((await bot.trace(id)).attempts[0]).toMatchObject({ error: words });
      expect(await bot.info()).toMatchObject({ last_error_message: words });
      receiver.answer = ({ response }) => response.end();
      await expect.poll(async () => (await bot.trace(id)).acked_at).not.toBeNull();
    }
  });

  test("goes on when the ids of updates jump, back too", async () => {
    const { url } = await startSimulator();
    const receiver = await startReceiver();
    const bot = await mintBot(url);
    await bot.api("setWebhook", { url: receiver.url });
    const first = await bot.write(1, "a");
    await expect.poll(async () => (await bot.trace(first)).acked_at).not.toBeNull();
    await bot.control("/renumber", { next_update_id: 1000 });
    expect(await bot.write(1, "b")).toBe(1000);
    await receiver.count(2);
    expect(receiver.received.map((one) => one.updateId)).toEqual([first, 1000]);
  });

  test("takes the webhook away after 23 hours of nothing but 410", async () => {
    const { url } = await startSimulator();
    const receiver = await startReceiver();
    receiver.answer = ({ response }) => response.writeHead(410).end();
    const bot = await mintBot(url);
    await bot.api("setWebhook", { url: receiver.url });
    await bot.write(1, "hi");
    await receiver.count(3);
    expect(await bot.info()).toMatchObject({ url: receiver.url });
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 23 * 3600 * 1000 * 0.01 });
    onTestFinished(() => void vi.useRealTimers());
    await expect.poll(async () => (await bot.info()).url).toBe("");
  });
});
