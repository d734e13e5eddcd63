import { describe, expect, test } from "vitest";
import { control, mintBot, startReceiver, startSimulator } from "./test-kit";

describe("faults", () => {
  test("api-down cuts the connection before the call is executed, for its bot alone, until it is cleared", async () => {
    const { url } = await startSimulator();
    const [down, up] = [await mintBot(url), await mintBot(url)];
    await control(url, "POST", "/faults", { kind: "api-down", bot_id: down.id, for_ms: 60_000 });
    await expect(down.api("sendMessage", { chat_id: 1, text: "lost" })).rejects.toThrow();
    expect(await up.api("getMe")).toMatchObject({ status: 200 });
    await control(url, "DELETE", "/faults");
    expect(await down.api("getMe")).toMatchObject({ status: 200 });
    const made = (await control(url, "GET", `/bots/${down.id}/calls`)).body;
    expect(made).toMatchObject([{ method: "getMe" }]);
  });

  test("api-429 says when to come back, and ends by itself", async () => {
    const { url } = await startSimulator();
    const bot = await mintBot(url);
    const { body } = await control(url, "POST", "/faults", { kind: "api-429", for_ms: 400, retry_after: 7 });
    expect(body).toMatchObject({ id: expect.any(Number) });
    expect(await bot.api("getMe")).toMatchObject({
      status: 429,
      retryAfter: "7",
      parameters: { retry_after: 7 },
      description: "Too Many Requests: retry after 7",
    });
    await expect.poll(async () => (await bot.api("getMe")).status).toBe(200);
  });

  test("api-slow delays the call", async () => {
    const { url } = await startSimulator();
    const bot = await mintBot(url);
    await control(url, "POST", "/faults", { kind: "api-slow", delay_ms: 200, for_ms: 60_000 });
    const started = performance.now();
    expect(await bot.api("getMe")).toMatchObject({ status: 200 });
    expect(performance.now() - started).toBeGreaterThanOrEqual(198);
  });

  test("webhook-unreachable fails deliveries in the words wanted, and they come when it is over", async () => {
    const { url } = await startSimulator();
    const receiver = await startReceiver();
    const bot = await mintBot(url);
    await bot.api("setWebhook", { url: receiver.url });
    const fault = await control(url, "POST", "/faults", { kind: "webhook-unreachable", bot_id: bot.id });
    const id = await bot.write(1, "hi");
    await expect.poll(async () => (await bot.trace(id)).attempts.length).toBeGreaterThan(1);
    expect(await bot.info()).toMatchObject({ last_error_message: "Connection refused" });
    expect(receiver.received).toEqual([]);
    await control(url, "POST", "/faults", { kind: "webhook-unreachable", message: "Connection timed out" });
    await expect.poll(async () => (await bot.info()).last_error_message).toBe("Connection timed out");
    await control(url, "DELETE", "/faults");
    await receiver.count(1);
    expect(fault.status).toBe(200);
  });

  test("drop-connections cuts held polls; the server keeps the poll, and no update is lost", async () => {
    const simulator = await startSimulator();
    const bot = await mintBot(simulator.url);
    const held = bot.api("getUpdates", { timeout: 20 });
    const cut = expect(held).rejects.toThrow();
    await simulator.until(() => simulator.bot(bot.id).polling);
    await control(simulator.url, "POST", "/faults", { kind: "drop-connections", for_ms: 30 });
    await cut;
    expect(simulator.bot(bot.id).polling).toBe(true);
    const id = await bot.write(1, "hi");
    await expect.poll(async () => (await bot.trace(id)).attempts.length).toBe(1);
    await control(simulator.url, "DELETE", "/faults");
    expect((await bot.api("getUpdates")).result).toMatchObject([{ update_id: id }]);
  });

  test("another program's poll throws ours out with 409, and takes no updates", async () => {
    const simulator = await startSimulator();
    const bot = await mintBot(simulator.url);
    const held = bot.api("getUpdates", { timeout: 20 });
    await simulator.until(() => simulator.bot(bot.id).polling);
    await bot.control("/foreign-poll", { for_ms: 5_000 });
    expect(await held).toMatchObject({ status: 409, description: expect.stringMatching(/other getUpdates/) });
    const id = await bot.write(1, "hi");
    expect((await bot.api("getUpdates")).result).toMatchObject([{ update_id: id }]);
  });
});

describe("limits, when they are on", () => {
  test("first contacts from one address are 20 a minute; known bots go on", async () => {
    const { url } = await startSimulator({ firstContactLimit: true });
    const bots = await Promise.all(Array.from({ length: 21 }, () => mintBot(url)));
    const statuses = [];
    for (const bot of bots) statuses.push((await bot.api("getMe")).status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(20);
    const last = await bots[20]?.api("getMe");
    expect(last).toMatchObject({ status: 429, parameters: { retry_after: expect.any(Number) } });
    expect(await bots[0]?.api("getMe")).toMatchObject({ status: 200 });
  });

  test("messages are one a second to a chat and twenty a minute to a group", async () => {
    const { url } = await startSimulator();
    await control(url, "POST", "/settings", { sendLimits: true });
    const bot = await mintBot(url);
    const send = async (chat_id: number) => (await bot.api("sendMessage", { chat_id, text: "hi" })).status;
    expect([await send(1), await send(1), await send(2)]).toEqual([200, 429, 200]);
    const group = [];
    for (let n = 0; n < 21; n += 1) group.push(await send(-5));
    expect(group.filter((status) => status === 200)).toHaveLength(20);
  });
});

describe("the control API", () => {
  test("makes ten thousand bots at once and counts them", async () => {
    const { url } = await startSimulator();
    const { body } = await control(url, "POST", "/bots/bulk", { count: 10_000 });
    const { bots } = body as { bots: { id: number; token: string; username: string }[] };
    expect(new Set(bots.map((bot) => bot.token)).size).toBe(10_000);
    expect((await control(url, "GET", "/stats")).body).toMatchObject({
      bots: 10_000,
      pending: 0,
      polls_held: 0,
    });
  });

  test("says what is wrong with bad input: 400 with an error, 404 for what is not there", async () => {
    const { url } = await startSimulator();
    const bot = await mintBot(url);
    const cases: [string, string, Record<string, unknown> | undefined, number][] = [
      ["POST", "/bots", { token: "x" }, 400],
      ["POST", `/bots/${bot.id}/messages`, { chat_id: "1", text: "x" }, 400],
      ["POST", `/bots/${bot.id}/updates`, { nonsense: {} }, 400],
      ["POST", "/faults", { kind: "earthquake" }, 400],
      ["POST", "/settings", { timeScale: 0 }, 400],
      ["POST", "/settings", { colour: "red" }, 400],
      ["GET", "/bots/1", undefined, 404],
      ["GET", `/bots/${bot.id}/updates/1`, undefined, 404],
      ["GET", "/nothing", undefined, 404],
    ];
    for (const [method, path, body, status] of cases)
      expect(await control(url, method, path, body)).toMatchObject({
        status,
        body: { error: expect.any(String) },
      });
  });

  test("forgets everything on reset", async () => {
    const { url } = await startSimulator();
    const bot = await mintBot(url);
    await control(url, "POST", "/reset");
    expect(await bot.api("getMe")).toMatchObject({ status: 401 });
    expect((await control(url, "GET", "/stats")).body).toMatchObject({ bots: 0, updates_created: 0 });
  });

  test("tells what happens as server-sent events", async () => {
    const { url } = await startSimulator();
    const bot = await mintBot(url);
    const stop = new AbortController();
    const stream = await fetch(`${url}/sim/events`, { signal: stop.signal });
    expect(stream.headers.get("content-type")).toBe("text/event-stream");
    const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
    const id = await bot.write(1, "hi");
    let seen = "";
    while (!seen.includes('"type":"update"')) seen += (await reader?.read())?.value ?? "";
    expect(seen).toContain(`"update_id":${id}`);
    stop.abort();
  });
});
