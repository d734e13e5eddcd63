import { describe, expect, test } from "vitest";
import { mintBot, pass, startReceiver, startSimulator } from "./test-kit";

const OK = { status: 200, ok: true, result: true };

describe("setWebhook", () => {
  test("a second setWebhook within a second is refused with 429 in body and header, deleteWebhook is not", async () => {
    const { url } = await startSimulator({ timeScale: 0.5 });
    const bot = await mintBot(url);
    const webhook = { url: "http://127.0.0.1:9/a" };
    expect(await bot.api("setWebhook", webhook)).toMatchObject({ ...OK, description: "Webhook was set" });
    expect(await bot.api("setWebhook", webhook)).toMatchObject({
      status: 429,
      retryAfter: "1",
      error_code: 429,
      description: "Too Many Requests: retry after 1",
      parameters: { retry_after: 1 },
    });
    expect(await bot.api("deleteWebhook")).toMatchObject({ ...OK, description: "Webhook was deleted" });
    expect(await bot.api("deleteWebhook")).toMatchObject({
      ...OK,
      description: "Webhook is already deleted",
    });
    await pass(520);
    expect(await bot.api("setWebhook", webhook)).toMatchObject({ ...OK, description: "Webhook was set" });
  });

  test("an invalid replacement is refused and leaves no webhook", async () => {
    const { url } = await startSimulator({ timeScale: 0.001 });
    const bot = await mintBot(url);
    await bot.api("setWebhook", { url: "http://127.0.0.1:9/a" });
    await pass(3);
    expect(await bot.api("setWebhook", { url: "http://127.0.0.1:9/b", secret_token: "ä" })).toMatchObject({
      status: 400,
      description: "Bad Request: secret token contains unallowed characters",
    });
    expect(await bot.info()).toMatchObject({ url: "" });
  });

  test("every refusal has Telegram's own words", async () => {
    const { url } = await startSimulator({ timeScale: 0.00001, localMode: false });
    const cases: [Record<string, unknown>, string][] = [
      [{ url: "https://" }, "Bad Request: invalid webhook URL specified"],
      [{ url: "https://a b" }, "Bad Request: invalid webhook URL specified"],
      [{ url: "https://8.8.8.8", secret_token: "x".repeat(257) }, "Bad Request: secret token is too long"],
      [{ url: "http://8.8.8.8" }, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook"],
      [
        { url: "https://8.8.8.8:444" },
        "Bad Request: bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443",
      ],
      [{ url: "https://10.0.0.1" }, "Bad Request: bad webhook: IP address 10.0.0.1 is reserved"],
      [{ url: "https://127.0.0.1" }, "Bad Request: bad webhook: IP address 127.0.0.1 is reserved"],
      [{ url: "https://[2606:4700::1]" }, "Bad Request: bad webhook: IPv6-only addresses are not allowed"],
      [
        { url: "https://8.8.8.8", ip_address: "nowhere" },
        "Bad Request: bad webhook: Invalid IP address specified",
      ],
      [
        { url: "https://no-such-host.invalid" },
        "Bad Request: bad webhook: Failed to resolve host: Name or service not known",
      ],
    ];
    for (const [params, description] of cases) {
      const bot = await mintBot(url);
      expect(await bot.api("setWebhook", params)).toMatchObject({
        status: 400,
        error_code: 400,
        description,
      });
      expect(await bot.info()).toMatchObject({ url: "" });
    }
  });

  test("max_connections is clamped to 1-100 and is 40 when absent", async () => {
    const { url } = await startSimulator();
    const cases: [Record<string, unknown>, number][] = [
      [{ max_connections: 0 }, 1],
      [{ max_connections: 1000 }, 100],
      [{ max_connections: "7" }, 7],
      [{}, 40],
    ];
    for (const [params, max_connections] of cases) {
      const bot = await mintBot(url);
      await bot.api("setWebhook", { url: "http://127.0.0.1:9/a", ...params });
      expect(await bot.info()).toMatchObject({ max_connections });
    }
  });

  test("the same settings keep the last error, changed settings and deletion clear it", async () => {
    const { url } = await startSimulator();
    const receiver = await startReceiver();
    receiver.answer = ({ response }) => response.writeHead(502, "Bad Gateway").end();
    const bot = await mintBot(url);
    await bot.api("setWebhook", { url: receiver.url });
    await bot.write(1, "hi");
    await receiver.count(2);
    const failed = { last_error_message: "Wrong response from the webhook: 502 Bad Gateway" };
    expect(await bot.info()).toMatchObject({ ...failed, last_error_date: expect.any(Number) });
    receiver.answer = ({ response }) => response.end();
    await receiver.until(() => receiver.received.at(-1)?.response.statusCode === 200);
    expect(await bot.info()).toMatchObject({ ...failed });
    await pass(15);
    expect(await bot.api("setWebhook", { url: receiver.url })).toMatchObject({
      description: "Webhook is already set",
    });
    expect(await bot.info()).toMatchObject(failed);
    await pass(15);
    await bot.api("setWebhook", { url: receiver.url, max_connections: 3 });
    expect(await bot.info()).not.toHaveProperty("last_error_message");
  });

  test("a dead port still gives a webhook, and deliveries say the connection was refused", async () => {
    const simulator = await startSimulator();
    const bot = await mintBot(simulator.url);
    expect(await bot.api("setWebhook", { url: "http://127.0.0.1:9/a" })).toMatchObject(OK);
    const id = await bot.write(1, "hi");
    await simulator.until(() => simulator.update(bot.id, id).attempts.length > 1);
    expect(await bot.info()).toMatchObject({
      last_error_message: "Connection refused",
      pending_update_count: 1,
    });
  });

  test("a setWebhook being verified is ended by the next one", async () => {
    const { url } = await startSimulator({ verifyDelayMs: 300 });
    const bot = await mintBot(url);
    const first = bot.api("setWebhook", { url: "http://127.0.0.1:9/a" });
    await pass(50);
    const second = bot.api("setWebhook", { url: "http://127.0.0.1:9/b" });
    expect(await first).toMatchObject({
      status: 409,
      description: "Conflict: terminated by other setWebhook",
    });
    expect(await second).toMatchObject({ ...OK, description: "Webhook was set" });
    expect(await bot.info()).toMatchObject({ url: "http://127.0.0.1:9/b" });
  });

  test("drop_pending_updates forgets what was stored, leaving it out keeps it", async () => {
    const { url } = await startSimulator();
    const bot = await mintBot(url);
    await bot.write(1, "old");
    await bot.api("deleteWebhook");
    expect(await bot.info()).toMatchObject({ pending_update_count: 1 });
    await bot.api("deleteWebhook", { drop_pending_updates: true });
    expect(await bot.info()).toMatchObject({ pending_update_count: 0 });
  });
});
