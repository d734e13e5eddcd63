import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freePort } from "../../lib/core/ports";
import { createVault } from "../../lib/core/vault";
import { readRuntimeConfig } from "../../lib/runtime/start-from-environment";
import { type OddPortal, startOddPortal } from "../support/odd-portal";
import { deepJson } from "../support/odd-values";
import { callAction, serverActions } from "../support/server-actions";
import { until } from "../support/system";
import { webhookSecret } from "../support/webhook-secret";

/** What stands in an update's JSON in the place of a text, by the text that a person of the simulator wrote. */
const oddities: Readonly<Record<string, string>> = {
  '"@lists"': `"lists","odd":${deepJson(900_000)}`,
  '"@objects"': `"objects","odd":${deepJson(900_000, '{"a":', "}").replace(":}", ":1}")}`,
  '"@names"': '"a\\u0000b\\ud83d needle"',
  '"@who"': '"An\\u0000n\\ud800"',
};
const made = (json: string): string =>
  Object.entries(oddities).reduce((text, [mark, odd]) => text.replaceAll(mark, () => odd), json);

/** The simulator, whose updates come odd to whoever polls: its own JSON could not be so deep. */
async function oddTelegram(simulatorPort: number): Promise<Server> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const asked = await fetch(`http://127.0.0.1:${simulatorPort}${request.url}`, {
      method: request.method ?? "GET",
      headers: { "content-type": request.headers["content-type"] ?? "application/json" },
      ...(chunks.length > 0 ? { body: Buffer.concat(chunks) } : {}),
    }).catch(() => undefined);
    if (!asked) return void response.destroy();
    response.writeHead(asked.status, { "content-type": "application/json" });
    response.end(made(await asked.text()));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

describe("updates that are nested without end, or hold what neither PostgreSQL nor HTML takes", () => {
  let telegram: Server;
  let portal: OddPortal;
  let polled: { id: number; telegramId: number };
  let secret: string;

  beforeAll(async () => {
    const port = await freePort();
    telegram = await oddTelegram(port);
    const { port: own } = telegram.address() as AddressInfo;
    portal = await startOddPortal({ TELEGRAM_API_ROOT: `http://127.0.0.1:${own}` }, { port });
    const { hookline, admin, bot } = portal;
    const vault = createVault(readRuntimeConfig(hookline.env).TOKEN_ENCRYPTION_KEYS);
    secret = await webhookSecret(hookline.db.database, vault, bot.id);
    const second = hookline.simulator.createBot({ username: "odd_polled_bot", first_name: "Odd\0 polled" });
    const made = await hookline.api(admin, "POST", "/bots", { token: second.token, mode: "polling" });
    expect(made).toMatchObject({ status: 201, json: { name: "Odd polled" } });
    deliveries = bot.updateId + 7_000;
    polled = { id: (made.json as { id: number }).id, telegramId: second.id };
    const replies = [{ trigger: { type: "any" }, text: "You are {{first_name}}: {{text}}", enabled: true }];
    for (const { id } of [bot, polled]) {
      const put = await hookline.api(admin, "PUT", `/bots/${id}/replies`, { replies });
      expect(put.status).toBe(200);
    }
  });
  afterAll(async () => {
    await portal.close();
    telegram.closeAllConnections();
    telegram.close();
  });

  const rest = (method: string, path: string, body?: unknown) =>
    portal.ask(`/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${portal.admin.apiKey}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const page = (path: string) => portal.ask(path, { headers: { cookie: portal.cookie } });

  /** Numbers above those that the simulator has given: lower ones would begin a series anew. */
  let deliveries = 0;
  /** Brings the bot an update with this text by its door; resolves to the update's id once it is handled. */
  const deliver = async (door: "webhook" | "polling", botId: number, text: string): Promise<number> => {
    let updateId: number | undefined = ++deliveries;
    if (door === "polling") {
      const message = { chat_id: 31, text, first_name: "@who" };
      updateId = portal.hookline.simulator.sendMessage(polled.telegramId, message).update_id ?? 0;
    } else {
      const from = { id: 31, is_bot: false, first_name: "@who" };
      const chat = { id: 31, type: "private", first_name: "@who" };
      const message = { message_id: updateId, date: 1, chat, from, text };
      const answer = await portal.ask(`/webhook/${portal.admin.userId}`, {
        method: "POST",
        headers: { "x-telegram-bot-api-secret-token": secret, "content-type": "application/json" },
        body: made(JSON.stringify({ update_id: updateId, message })),
      });
      expect(answer.status).toBe(200);
    }
    const handled = async () => {
      const { rows } = await portal.hookline.db.database.pool.query(
        "SELECT FROM updates WHERE bot_id = $1 AND update_id = $2 AND state = 'handled'",
        [botId, updateId],
      );
      return rows.length > 0;
    };
    await until(`${text} by ${door}`, handled);
    return updateId;
  };

  /** Everything that can be done with a stored update. */
  const doAll = async (botId: number, updateId: number, needle: string) => {
    const found = await rest("GET", `/bots/${botId}/updates?text=${needle}`);
    expect([found.status, found.text.includes(String(updateId))]).toEqual([200, true]);
    const path = `/bots/${botId}/updates/${updateId}`;
    const dry = await rest("POST", `${path}/replay`, { dryRun: true });
    expect([dry.status, dry.text.includes("You are An")]).toEqual([200, true]);
    expect((await rest("POST", `${path}/replay`, {})).status).toBe(200);
    const action = serverActions().find(({ name }) => name === "dryRunAction");
    const dryRun = await callAction(
      portal.hookline.url,
      `/bots/${botId}/updates`,
      action?.id ?? "",
      JSON.stringify([{ botId, arrival: updateId }]),
      { cookie: portal.cookie },
    );
    expect((await dryRun.text()).includes('"done"')).toBe(true);
    for (const part of [
      "",
      `/updates?open=${updateId}`,
      `/updates?text=${needle}`,
      "/messages",
      "/timeline",
    ]) {
      expect((await page(`/bots/${botId}${part}`)).status).toBe(200);
    }
    const shown = await rest("GET", path);
    expect(shown.status).toBe(200);
    return shown.text;
  };

  test.each(["webhook", "polling"] as const)("by %s, nested a hundred thousand deep", async (door) => {
    const botId = door === "webhook" ? portal.bot.id : polled.id;
    for (const needle of ["lists", "objects"]) {
      const updateId = await deliver(door, botId, `@${needle}`);
      const shown = await doAll(botId, updateId, needle);
      expect(shown.includes(made(`"@${needle}"`).slice(0, 800_000))).toBe(true);
    }
    expect(portal.wrong()).toEqual([]);
  });

  test.each(["webhook", "polling"] as const)("by %s, with U+0000 and half a character", async (door) => {
    const botId = door === "webhook" ? portal.bot.id : polled.id;
    const updateId = await deliver(door, botId, "@names");
    const shown = await doAll(botId, updateId, "needle");
    const { payload, actions } = JSON.parse(shown) as {
      payload: { message: { text: string; from: { first_name: string } } };
      actions: { params: { text: string } }[];
    };
    expect(payload.message).toMatchObject({ text: "a\0b\ud83d needle", from: { first_name: "An\0n\ud800" } });
    expect(actions.at(-1)?.params.text).toBe("You are An\0n\ufffd: a\0b\ufffd needle");
    const html = (await page(`/bots/${botId}/updates?open=${updateId}`)).text;
    expect(html.includes("\0")).toBe(false);
    expect(html.includes("a\\u0000b\\ud83d needle")).toBe(true);
    expect(html.includes("You are An\ufffdn\ufffd: a\ufffdb\ufffd needle")).toBe(true);
    expect(portal.wrong()).toEqual([]);
  });

  test("an update whose kind is the name of what every object has is shown and counted", async () => {
    const updateId = ++deliveries;
    const answer = await portal.ask(`/webhook/${portal.admin.userId}`, {
      method: "POST",
      headers: { "x-telegram-bot-api-secret-token": secret, "content-type": "application/json" },
      body: `{"update_id":${updateId},"constructor":{"chat":{"id":31}}}`,
    });
    expect(answer.status).toBe(200);
    expect((await page(`/bots/${portal.bot.id}/updates?open=${updateId}`)).status).toBe(200);
    const { text } = await rest("GET", `/bots/${portal.bot.id}/updates/${updateId}`);
    expect(JSON.parse(text)).toMatchObject({ kind: "unknown" });
    expect((await rest("GET", `/bots/${portal.bot.id}/stats`)).status).toBe(200);
    expect(portal.wrong()).toEqual([]);
  });
});
