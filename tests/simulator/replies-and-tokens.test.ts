import { describe, expect, test } from "vitest";
import { callApi, control, mintBot, startReceiver, startSimulator } from "./test-kit";

interface Call {
  n: number;
  method: string;
  via: string;
  ok: boolean;
  params: Record<string, unknown>;
}

async function calls(url: string, id: number, query = ""): Promise<Call[]> {
  return (await control(url, "GET", `/bots/${id}/calls${query}`)).body as Call[];
}

describe("a method call in the webhook's answer", () => {
  const say = { method: "sendMessage", chat_id: 1, text: "hello" };
  const answers: [name: string, type: string, body: string, executed: string[]][] = [
    ["as JSON is executed", "application/json", JSON.stringify(say), ["sendMessage"]],
    [
      "as an urlencoded form is executed",
      "application/x-www-form-urlencoded",
      "method=SENDMESSAGE&chat_id=1&text=hello",
      ["sendMessage"],
    ],
    ["as text/plain is not executed", "text/plain", JSON.stringify(say), []],
    ["to getMe is not executed", "application/json", '{"method":"getMe","x":1}', []],
    ["to deleteWebhook is not executed", "application/json", '{"method":"deleteWebhook"}', []],
    ["to setWebhook is not executed", "application/json", '{"method":"setWebhook","url":""}', []],
    ["to logOut is not executed", "application/json", '{"method":"logOut","x":1}', []],
  ];
  for (const [name, type, body, executed] of answers)
    test(name, async () => {
      const { url } = await startSimulator();
      const receiver = await startReceiver();
      const bot = await mintBot(url);
      await bot.api("setWebhook", { url: receiver.url });
      receiver.answer = ({ response }) => response.writeHead(200, { "content-type": type }).end(body);
      const id = await bot.write(1, "hi");
      await expect.poll(async () => (await bot.trace(id)).acked_at).not.toBeNull();
      const made = (await calls(url, bot.id)).filter((call) => call.via === "webhook-reply");
      expect(made.map((call) => call.method)).toEqual(executed);
      expect(await bot.info()).toMatchObject({ url: receiver.url });
    });

  test("is executed once for a delivery that succeeds at the second try, and never from a failed answer", async () => {
    const { url } = await startSimulator();
    const receiver = await startReceiver();
    const bot = await mintBot(url);
    await bot.api("setWebhook", { url: receiver.url });
    const statuses = [500, 200];
    receiver.answer = ({ response }) =>
      response
        .writeHead(statuses.shift() ?? 200, { "content-type": "application/json" })
        .end(JSON.stringify(say));
    const id = await bot.write(1, "hi");
    await expect.poll(async () => (await bot.trace(id)).acked_at).not.toBeNull();
    expect(receiver.received).toHaveLength(2);
    expect((await calls(url, bot.id)).filter((call) => call.via === "webhook-reply")).toHaveLength(1);
  });
});

describe("a token", () => {
  test("that was revoked is 401 everywhere, its held poll too", async () => {
    const simulator = await startSimulator();
    const bot = await mintBot(simulator.url);
    const held = bot.api("getUpdates", { timeout: 20 });
    await simulator.until(() => simulator.bot(bot.id).polling);
    await control(simulator.url, "DELETE", `/bots/${bot.id}`);
    const refused = { status: 401, ok: false, error_code: 401, description: "Unauthorized" };
    expect(await held).toMatchObject(refused);
    expect(await bot.api("getMe")).toMatchObject(refused);
  });

  test("that is malformed or unknown is 401; production says 404 to a malformed one", async () => {
    const own = await startSimulator();
    const production = await startSimulator({ localMode: false });
    expect(await callApi(own.url, "nonsense", "getMe")).toMatchObject({
      status: 401,
      description: "Unauthorized",
    });
    expect(await callApi(own.url, `1:${"a".repeat(35)}`, "getMe")).toMatchObject({ status: 401 });
    expect(await callApi(production.url, "nonsense", "getMe")).toMatchObject({
      status: 404,
      description: "Not Found",
    });
  });

  test("of the simulator's own choice or the caller's works, and getMe says who it is", async () => {
    const { url } = await startSimulator();
    const token = `4242:${"x".repeat(35)}`;
    const made = await control(url, "POST", "/bots", { token, username: "shop_bot", first_name: "Shop" });
    expect(made.body).toEqual({ id: 4242, token, username: "shop_bot" });
    expect((await callApi(url, token, "getMe")).result).toMatchObject({
      id: 4242,
      is_bot: true,
      username: "shop_bot",
      first_name: "Shop",
      can_join_groups: true,
    });
  });
});

describe("the transport", () => {
  test("takes GET, JSON, urlencoded and multipart parameters, and method names in any case", async () => {
    const { url } = await startSimulator();
    const bot = await mintBot(url);
    const form = new FormData();
    form.set("chat_id", "3");
    form.set("text", "multipart");
    const root = `${url}/bot${bot.token}`;
    const answers = await Promise.all([
      fetch(`${root}/sendmessage?chat_id=3&text=query`),
      fetch(`${root}/SendMessage`, {
        method: "POST",
        body: new URLSearchParams({ chat_id: "3", text: "form" }),
      }),
      fetch(`${root}/SENDMESSAGE`, { method: "POST", body: form }),
    ]);
    for (const answer of answers) expect(answer.status).toBe(200);
    const texts = (await calls(url, bot.id)).map((call) => call.params.text);
    expect(texts.sort()).toEqual(["form", "multipart", "query"]);
  });

  test("numbers calls, gives those since a number, and getUpdates only when asked", async () => {
    const { url } = await startSimulator();
    const bot = await mintBot(url);
    await bot.api("getMe");
    await bot.api("getUpdates");
    await bot.api("noSuchMethod");
    expect(await calls(url, bot.id)).toMatchObject([
      { n: 1, method: "getMe", via: "api", ok: true },
      { n: 3, method: "noSuchMethod", via: "api", ok: false, error_code: 404 },
    ]);
    expect((await calls(url, bot.id, "?since=1&all=1")).map((call) => call.method)).toEqual([
      "getUpdates",
      "noSuchMethod",
    ]);
  });
});
