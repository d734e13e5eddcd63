import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkNewToken } from "../../lib/bots/check-new-token";
import { checkToken } from "../../lib/bots/check-token";
import { registerBot } from "../../lib/bots/register-bot";
import type { TenantContext } from "../../lib/context";
import { startSystem, type TestSystem } from "../support/system";

/** A picture for the tests: only its first bytes are looked at. */
const jpeg = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(500, 7)]);

describe("a token that is looked at", () => {
  let system: TestSystem;
  let tenant: TenantContext;

  beforeAll(async () => {
    system = await startSystem();
    tenant = await system.tenant();
  });
  afterAll(() => system.close());

  test("shows the bot's name and picture, and changes nothing at Telegram", async () => {
    const { id, token, username } = system.simulator.createBot({ photo: jpeg.toString("base64") });
    expect(await checkToken(tenant, { token })).toEqual({
      telegramId: id,
      username,
      name: expect.any(String),
      photo: `data:image/jpeg;base64,${jpeg.toString("base64")}`,
      foreignWebhookHost: null,
      pendingCount: 0,
    });
    const methods = system.simulator.calls(id, 0).map(({ method }) => method);
    expect(new Set(methods)).toEqual(new Set(["getMe", "getUserProfilePhotos", "getFile", "getWebhookInfo"]));
  });

  test.each([
    ["the bot has none", undefined],
    ["it is no JPEG", Buffer.from("<svg onload=alert(1)>").toString("base64")],
    ["it is larger than any small picture of Telegram's", Buffer.alloc(70_000, jpeg).toString("base64")],
  ])("shows no picture where %s, and still says whose the token is", async (_why, photo) => {
    const { token, username } = system.simulator.createBot(photo === undefined ? {} : { photo });
    expect(await checkToken(tenant, { token })).toMatchObject({ username, photo: null });
  });

  test("names the host of another system's webhook, and nothing of its path", async () => {
    const { token } = system.simulator.createBot({});
    await system.web.telegram.call(token, "setWebhook", { url: "https://203.0.113.9/hooks/abcdef" });
    const check = await checkToken(tenant, { token });
    expect(check.foreignWebhookHost).toBe("203.0.113.9");
    expect(JSON.stringify(check)).not.toContain("abcdef");
  });

  test("is asked about so often and no more, by an account as by an address; only wrong ones count for registering", async () => {
    const gone = system.simulator.createBot({});
    system.simulator.deleteBot(gone.id);
    const from = async (client: string) => ({ ...(await system.tenant()), client });
    const limited = { code: "rate_limited", facts: { retryAfterS: expect.any(Number) } };
    const bots = Array.from({ length: 61 }, () => system.simulator.createBot({}));

    const curious = await from("192.0.2.1");
    const [last, ...others] = bots;
    // At once: a limit gives room back as time passes.
    await Promise.all(others.map(({ token }) => checkToken(curious, { token })));
    await expect(checkToken(curious, { token: last?.token ?? "" })).rejects.toMatchObject(limited);

    const registering = await from("192.0.2.2");
    for (const { token } of bots) await registerBot(registering, { token, mode: "polling" });
    // What cannot be a token is refused without Telegram.
    for (let i = 0; i < 61; i++)
      await expect(registerBot(registering, { token: "12345" })).rejects.toMatchObject({
        code: "token_invalid",
      });
    const rejected = Array.from({ length: 60 }, () =>
      expect(registerBot(registering, { token: gone.token })).rejects.toMatchObject({
        code: "token_rejected",
      }),
    );
    await Promise.all(rejected);
    await expect(registerBot(registering, { token: gone.token })).rejects.toMatchObject(limited);

    // Others at the same address have what it has left: what was refused is not counted.
    const refusals = await Promise.all(
      Array.from({ length: 4 }, async () => {
        const other = await from("192.0.2.2");
        const tries = Array.from({ length: 50 }, () => checkToken(other, { token: gone.token }));
        const codes = await Promise.allSettled(tries);
        return codes.filter((one) => one.status === "rejected" && one.reason.code === "rate_limited").length;
      }),
    );
    expect(refusals.reduce((sum, count) => sum + count, 0)).toBe(4 * 50 - (240 - 60));
  });

  test("may take the place of another one of the same bot only", async () => {
    const { bot, token } = await system.register(tenant, { mode: "polling" });
    const other = system.simulator.createBot({});
    expect(await checkNewToken(tenant, { botId: bot.id, token: ` ${token}\n` })).toEqual({
      username: bot.username,
      inUse: true,
    });
    await expect(checkNewToken(tenant, { botId: bot.id, token: other.token })).rejects.toMatchObject({
      code: "token_of_another_bot",
    });
    const stranger = await system.tenant();
    await expect(checkNewToken(stranger, { botId: bot.id, token })).rejects.toMatchObject({
      code: "not_found",
    });
  });
});
