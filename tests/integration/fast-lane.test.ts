import { setTimeout as pause } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { freePort } from "../../lib/core/ports";
import { createVault } from "../../lib/core/vault";
import { readRuntimeConfig } from "../../lib/runtime/start-from-environment";
import { type Account, type RunningHookline, startHookline } from "../support/hookline";
import { messageUpdate } from "../support/message-update";
import { dial, type RawClient } from "../support/raw-client";
import { until } from "../support/system";
import { webhookSecret } from "../support/webhook-secret";

let hookline: RunningHookline;
let account: Account;
let secret: string;
const open: RawClient[] = [];

beforeAll(async () => {
  hookline = await startHookline();
  account = await hookline.account();
  const bot = hookline.simulator.createBot({});
  const { json } = await hookline.api(account, "POST", "/bots", { token: bot.token, mode: "webhook" });
  const { id: botId } = json as { id: number };
  const vault = createVault(readRuntimeConfig(hookline.env).TOKEN_ENCRYPTION_KEYS);
  secret = await webhookSecret(hookline.db.database, vault, botId);
});
afterEach(() => {
  for (const { socket } of open.splice(0)) socket.destroy();
});
afterAll(() => hookline.close());

/** A connection to the web process, unless to another port. */
function client(port = Number(new URL(hookline.url).port)): RawClient {
  const dialled = dial(port);
  open.push(dialled);
  return dialled;
}

let lastUpdateId = 1_000;
/** A message with a text, from a chat of its own unless told. */
const update = (text: string, chat = ++lastUpdateId): string => messageUpdate(++lastUpdateId, chat, text);
const head = (body: string, ...more: string[]) =>
  [
    `POST /webhook/${account.userId} HTTP/1.1`,
    "Host: bot.example.org",
    "Content-Type: application/json",
    `X-Telegram-Bot-Api-Secret-Token: ${secret}`,
    ...more,
    ...(more.some((line) => /^transfer-encoding/i.test(line))
      ? []
      : [`Content-Length: ${Buffer.byteLength(body)}`]),
    "\r\n",
  ].join("\r\n");
const webhook = (body: string, ...more: string[]) => head(body, ...more) + body;
const health = "GET /api/health HTTP/1.1\r\nHost: bot.example.org\r\n\r\n";
const count = async () =>
  Number((await hookline.db.database.pool.query("SELECT count(*) AS n FROM updates")).rows[0].n);

/** Holds up every new update until the function that it resolves to is called. */
async function holdUpdates(): Promise<() => Promise<void>> {
  const holder = await hookline.db.database.pool.connect();
  await holder.query("BEGIN; LOCK TABLE updates IN SHARE MODE");
  return async () => {
    await holder.query("COMMIT");
    holder.release();
  };
}
const waiting = () =>
  until("an update that waits", async () => {
    const { rows } = await hookline.db.database.pool.query("SELECT FROM pg_locks WHERE NOT granted");
    return rows.length > 0;
  });

test("one webhook after another on one connection is answered by the lane, replies and refusals alike", async () => {
  const caller = client();
  caller.send(webhook(update("/start")));
  const [reply] = await caller.answers(1);
  expect(reply).toMatchObject({ status: 200, lane: true });
  expect(JSON.parse(reply?.body ?? "")).toMatchObject({ method: "sendMessage" });
  caller.send(webhook("{}"));
  const [, second] = await caller.answers(2);
  expect(second).toMatchObject({ status: 400, lane: true });
  caller.send(
    webhook(update("привет")).replace(secret, `${secret.slice(0, -1)}${secret.endsWith("A") ? "B" : "A"}`),
  );
  const [, , third] = await caller.answers(3);
  expect(third).toMatchObject({ status: 401, lane: true });
});

test("a page on a connection of webhooks is answered, and so is a webhook after it", async () => {
  const caller = client();
  caller.send(webhook(update("one")));
  await caller.answers(1);
  caller.send(health);
  await caller.answers(2);
  const before = await count();
  caller.send(webhook(update("two")));
  const answers = await caller.answers(3);
  expect(answers.map(({ status, lane }) => ({ status, lane }))).toEqual([
    { status: 200, lane: true },
    { status: 200, lane: false },
    { status: 200, lane: false },
  ]);
  expect(await count()).toBe(before + 1);
});

test.each([
  ["byte by byte", (body: string) => [...webhook(body)]],
  ["its head before its body", (body: string) => [head(body), body]],
  [
    "as a chunk",
    (body: string) => [
      `${head(body, "Transfer-Encoding: chunked")}${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`,
    ],
  ],
  ["behind an empty line", (body: string) => [`\r\n${webhook(body)}`]],
])("a webhook that comes %s is taken all the same", async (_, pieces) => {
  const caller = client();
  const before = await count();
  for (const [i, piece] of pieces(update("x")).entries()) {
    caller.send(piece);
    // The first piece must be read alone, on a busy machine too: what comes whole stays on the lane.
    if (i < 50) await pause(i === 0 ? 200 : 2);
  }
  expect((await caller.answers(1))[0]).toMatchObject({ status: 200, lane: false });
  expect(await count()).toBe(before + 1);
});

test("three at once on one connection are answered in their order", async () => {
  const caller = client();
  const chat = ++lastUpdateId;
  caller.send(webhook(update("a")) + health + webhook(update("/start", chat)));
  const answers = await caller.answers(3);
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(answers[0]?.body).toBe("{}");
  expect(JSON.parse(answers[2]?.body ?? "")).toMatchObject({ chat_id: chat });
});

test("what comes while an update is being stored waits for its answer, however it comes", async () => {
  const goOn = await holdUpdates();
  const caller = client();
  caller.send(webhook(update("/start")));
  await waiting();
  caller.send(health.slice(0, 30));
  await pause(50);
  caller.send(health.slice(30));
  await pause(50);
  await goOn();
  const [first, second] = await caller.answers(2);
  expect(JSON.parse(first?.body ?? "")).toMatchObject({ method: "sendMessage" });
  expect(second).toMatchObject({ status: 200, lane: false });
});

test.each([
  [
    "a length and chunks",
    (body: string) =>
      webhook(body, "Transfer-Encoding: chunked").replace(
        "\r\n\r\n",
        `\r\nContent-Length: ${body.length}\r\n\r\n`,
      ),
  ],
  ["two lengths", (body: string) => webhook(body, `Content-Length: ${body.length - 1}`)],
  ["no host", (body: string) => webhook(body).replace("Host: bot.example.org\r\n", "")],
  ["a bare line feed in its head", (body: string) => webhook(body, "X-A: b\nX-C: d")],
])("a request with %s is refused, and its connection closed", async (_, request) => {
  const caller = client();
  const before = await count();
  caller.send(request(update("smuggled")));
  expect((await caller.answers(1))[0]?.status).toBe(400);
  await until("the end", () => caller.ended());
  expect(await count()).toBe(before);
});

test("who asks for the connection's end gets it, with the answer", async () => {
  const caller = client();
  caller.send(webhook(update("last"), "Connection: close"));
  expect((await caller.answers(1))[0]?.status).toBe(200);
  await until("the end", () => caller.ended());
});

test("the reply of a webhook whose sender hangs up meanwhile is given to who delivers it again", async () => {
  const goOn = await holdUpdates();
  const caller = client();
  const body = update("/start");
  caller.send(webhook(body));
  await waiting();
  caller.socket.destroy();
  await pause(100);
  await goOn();
  const again = client();
  again.send(webhook(body));
  expect(JSON.parse((await again.answers(1))[0]?.body ?? "")).toMatchObject({ method: "sendMessage" });
});

test("a process that stops closes idle connections, and busy ones with the answer that is due", async () => {
  const port = await freePort();
  const web = await hookline.start("web", { PORT: String(port) });
  const idle = client(port);
  idle.send(webhook(update("one")));
  expect((await idle.answers(1))[0]).toMatchObject({ status: 200, last: false });
  const goOn = await holdUpdates();
  const busy = client(port);
  busy.send(webhook(update("/start")));
  await waiting();
  const stopped = web.stop();
  await until("the end of the idle one", () => idle.ended());
  expect(busy.ended()).toBe(false);
  await goOn();
  const [answer] = await busy.answers(1);
  expect(answer).toMatchObject({ status: 200, lane: true, last: true });
  expect(JSON.parse(answer?.body ?? "")).toMatchObject({ method: "sendMessage" });
  await until("the end of the busy one", () => busy.ended());
  expect(await stopped).toBe(0);
});
