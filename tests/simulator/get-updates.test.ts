import { describe, expect, test } from "vitest";
import { mintBot, pass, startReceiver, startSimulator, type TestBot } from "./test-kit";

async function poll(bot: TestBot, params: Record<string, unknown> = {}): Promise<number[]> {
  const { result } = await bot.api("getUpdates", params);
  return (result as { update_id: number }[]).map((update) => update.update_id);
}

describe("getUpdates", () => {
  test("is refused with its own 409 while a webhook is set", async () => {
    const { url } = await startSimulator();
    const bot = await mintBot(url);
    await bot.api("setWebhook", { url: "http://127.0.0.1:9/a" });
    expect(await bot.api("getUpdates")).toMatchObject({
      status: 409,
      description:
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    });
  });

  test("of a second poller ends the older one, which gets 409", async () => {
    const simulator = await startSimulator();
    const bot = await mintBot(simulator.url);
    const older = bot.api("getUpdates", { timeout: 20 });
    await simulator.until(() => simulator.bot(bot.id).polling);
    const newer = bot.api("getUpdates", { timeout: 20 });
    expect(await older).toMatchObject({
      status: 409,
      error_code: 409,
      description:
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    });
    const id = await bot.write(1, "hi");
    expect((await newer).result).toMatchObject([{ update_id: id }]);
  });

  test("that is held is ended by setWebhook", async () => {
    const simulator = await startSimulator();
    const bot = await mintBot(simulator.url);
    const held = bot.api("getUpdates", { timeout: 20 });
    await simulator.until(() => simulator.bot(bot.id).polling);
    await bot.api("setWebhook", { url: "http://127.0.0.1:9/a" });
    expect(await held).toMatchObject({
      status: 409,
      description: "Conflict: terminated by setWebhook request",
    });
  });

  test("gets one 409 every three seconds, later ones wait for their turn", async () => {
    const { url } = await startSimulator({ timeScale: 0.5 });
    const bot = await mintBot(url);
    await bot.api("setWebhook", { url: "http://127.0.0.1:9/a" });
    const started = performance.now();
    await bot.api("getUpdates");
    expect(performance.now() - started).toBeLessThan(1_400);
    await bot.api("getUpdates");
    expect(performance.now() - started).toBeGreaterThanOrEqual(1_495);
    await bot.api("getUpdates");
    expect(performance.now() - started).toBeGreaterThanOrEqual(2_995);
  });

  test("with timeout 0 leaves the held poll alone", async () => {
    const simulator = await startSimulator();
    const bot = await mintBot(simulator.url);
    const held = bot.api("getUpdates", { timeout: 20 });
    await simulator.until(() => simulator.bot(bot.id).polling);
    expect(await poll(bot, { offset: 1, timeout: 0 })).toEqual([]);
    const id = await bot.write(1, "hi");
    expect(await held).toMatchObject({ status: 200, result: [{ update_id: id }] });
  });

  test("wakes within milliseconds of an update", async () => {
    const simulator = await startSimulator();
    const bot = await mintBot(simulator.url);
    const tookMs: number[] = [];
    for (let offset = 0; tookMs.length < 5; ) {
      const held = bot.api("getUpdates", { offset, timeout: 20 });
      await simulator.until(() => simulator.bot(bot.id).polling);
      const started = performance.now();
      offset = (await bot.write(1, "hi")) + 1;
      await held;
      tookMs.push(performance.now() - started);
    }
    // The fastest: what the machine does beside it only ever adds.
    expect(Math.min(...tookMs)).toBeLessThan(100);
  });

  test("with the same offset again waits three seconds, and within half a second gives one update", async () => {
    const { url } = await startSimulator({ timeScale: 0.2 });
    const bot = await mintBot(url);
    expect(await poll(bot, { offset: 5 })).toEqual([]);
    const started = performance.now();
    expect(await poll(bot, { offset: 5 })).toEqual([]);
    expect(performance.now() - started).toBeGreaterThanOrEqual(595);
    const ids = [await bot.write(1, "a"), await bot.write(1, "b"), await bot.write(1, "c")];
    expect(await poll(bot)).toEqual(ids);
    expect(await poll(bot)).toEqual(ids.slice(0, 1));
    await pass(110);
    expect(await poll(bot)).toEqual(ids);
  });

  test("with -1 forgets all but the last, ten past the end confirms all, eleven past it counts as the head", async () => {
    const { url } = await startSimulator({ timeScale: 0.00001 });
    const bot = await mintBot(url);
    await bot.write(1, "a");
    await bot.write(1, "b");
    const last = await bot.write(1, "c");
    expect(await poll(bot, { offset: -1 })).toEqual([last]);
    expect(await poll(bot)).toEqual([last]);
    // The end is the id that the next update will get.
    const end = last + 1;
    expect(await poll(bot, { offset: end + 11 })).toEqual([last]);
    expect(await poll(bot, { offset: end + 10 })).toEqual([]);
    expect(await poll(bot)).toEqual([]);
    const next = await bot.write(1, "d");
    expect(next).toBe(end);
    expect(await poll(bot, { offset: end })).toEqual([next]);
  });

  test("confirms below a positive offset for good, and nothing at zero; the limit holds", async () => {
    const { url } = await startSimulator({ timeScale: 0.00001 });
    const bot = await mintBot(url);
    const ids = [await bot.write(1, "a"), await bot.write(1, "b"), await bot.write(1, "c")] as const;
    expect(await poll(bot, { limit: 2 })).toEqual(ids.slice(0, 2));
    expect(await poll(bot, { limit: 0 })).toEqual(ids.slice(0, 1));
    expect(await poll(bot, { offset: ids[1] })).toEqual(ids.slice(1));
    expect(await poll(bot, { offset: ids[0] })).toEqual(ids.slice(1));
    expect((await bot.trace(ids[0])).acked_at).not.toBeNull();
    expect((await bot.trace(ids[1])).acked_at).toBeNull();
  });

  test("leaves out what expired, which is counted as pending until it is looked for", async () => {
    const { url } = await startSimulator({ timeScale: 0.001 });
    const bot = await mintBot(url);
    const from = { id: 5, is_bot: false, first_name: "Ada" };
    await bot.control("/updates", { inline_query: { id: "1", from, query: "", offset: "" } });
    await pass(40);
    expect(await bot.info()).toMatchObject({ pending_update_count: 1 });
    expect(await poll(bot)).toEqual([]);
    expect(await bot.info()).toMatchObject({ pending_update_count: 0 });
  });

  test("shares allowed_updates with setWebhook; filtered updates use no id, [] is the default, bad JSON nothing", async () => {
    const { url } = await startSimulator({ timeScale: 0.00001 });
    const receiver = await startReceiver();
    const bot = await mintBot(url);
    const member = { chat: { id: 1, type: "private" }, from: { id: 1 }, date: 0 };
    const push = async () => (await bot.control("/updates", { chat_member: member })).update_id;
    const first = await bot.write(1, "a");
    expect(await push()).toBeNull();
    expect(await bot.write(1, "b")).toBe(first + 1);
    await bot.api("setWebhook", { url: receiver.url, allowed_updates: '["chat_member"]' });
    await bot.api("deleteWebhook", { drop_pending_updates: true });
    expect(await bot.info()).toMatchObject({ allowed_updates: ["chat_member"] });
    expect(await bot.write(1, "filtered")).toBeNull();
    expect(await push()).toBe(first + 2);
    await poll(bot, { allowed_updates: "not json" });
    expect(await bot.info()).toMatchObject({ allowed_updates: ["chat_member"] });
    await poll(bot, { allowed_updates: [] });
    expect(await bot.info()).not.toHaveProperty("allowed_updates");
    expect(await bot.write(1, "c")).toBe(first + 3);
  });

  test("keeps every bot apart: ids, webhooks, polls and throttles", async () => {
    const simulator = await startSimulator({ timeScale: 1 });
    const receiver = await startReceiver();
    const [one, two] = [await mintBot(simulator.url), await mintBot(simulator.url)];
    await one.api("setWebhook", { url: receiver.url });
    expect(await two.api("setWebhook", { url: receiver.url })).toMatchObject({ status: 200 });
    await two.api("deleteWebhook");
    const held = two.api("getUpdates", { timeout: 20 });
    await simulator.until(() => simulator.bot(two.id).polling);
    const [first, second] = [await one.write(1, "for one"), await two.write(1, "for two")];
    await receiver.count(1);
    expect(receiver.received.map((delivery) => delivery.updateId)).toEqual([first]);
    expect((await held).result).toMatchObject([{ update_id: second, message: { text: "for two" } }]);
    expect(Math.abs(first - second)).toBeGreaterThan(1);
  });
});
