import { request } from "undici";
import { afterAll, beforeAll, expect, test } from "vitest";
import { markVerified } from "../../lib/data/incoming-update";
import type { Handler } from "../../lib/pipeline/behave";
import { type LossyProxy, openLossyProxy } from "../support/lossy-proxy";
import { messageUpdate } from "../support/message-update";
import { until } from "../support/system";
import { webhookSecret } from "../support/webhook-secret";
import { type RestSystem, type RestTenant, startRestSystem } from "./rest-client";

// What behaviours do with their calls, and what the network does to them, by both doors: an update is answered, its
// slots are given back, and the bot's next updates are handled.

type Calls = Parameters<Handler>[0]["calls"];

/** What a message's text makes the bot do. */
const acts: Record<string, (say: (text: string) => Promise<unknown>, calls: Calls) => Promise<unknown>> = {
  "three at once": (say) => Promise.all([say("one"), say("two"), say("three")]),
  "one of three fails": (say) => Promise.allSettled([say("one"), say("refused"), say("three")]),
  "not awaited": async (say) => {
    void say("soon").catch(() => {});
  },
  late: async (say) => {
    lateCall = closing.then(() => say("too late"));
    lateCall.catch(() => {});
  },
  slow: async (say) => {
    await slowness;
    await say("slow");
  },
};
let lateCall: Promise<unknown> = Promise.resolve();
let closing: Promise<unknown> = Promise.resolve();
let slowness: Promise<unknown> = Promise.resolve();

const handler: Handler = async ({ update, calls }) => {
  const { message } = update.update;
  if (message?.text === undefined) return;
  const say = (text: string) => {
    // A chat that does not exist is refused by Telegram.
    const chat_id = text === "refused" ? 0 : message.chat.id;
    return calls.make("sendMessage", { chat_id, text });
  };
  await (acts[message.text] ?? ((one) => one(`echo ${message.text}`)))(say, calls);
};

let network: LossyProxy;
let rest: RestSystem;
let ada: RestTenant;
beforeAll(async () => {
  network = await openLossyProxy();
  const parts = { handler: () => handler };
  rest = await startRestSystem({ parts, env: { TELEGRAM_API_ROOT: network.url } });
  network.forwardTo(Number(new URL(rest.simulator.url).port));
  ada = await rest.restTenant();
  await rest.startSidecar(parts);
});
afterAll(async () => {
  await rest.close();
  await network.close();
});

/** What the bot said in a chat, in order. */
const said = (telegramId: number, chatId: number) =>
  rest.simulator
    .calls(telegramId, 0)
    .filter(({ method, params }) => method === "sendMessage" && params.chat_id === chatId)
    .map(({ params }) => params.text);
const updatesOf = async (id: number) => {
  const { body } = await ada.call("GET", `/bots/${id}/updates`);
  return (body.items ?? []) as {
    updateId: number;
    state: string;
    error: string | null;
    actions: Record<string, unknown>[];
  }[];
};

for (const mode of ["webhook", "polling"] as const) {
  test(`by ${mode}, calls that are made at once go one after another, and the bot's later updates are handled`, async () => {
    const { bot, telegramId } = await rest.register(ada.ctx, { mode });
    const tell = (chat_id: number, text: string) => rest.simulator.sendMessage(telegramId, { chat_id, text });
    for (let i = 0; i < 5; i++) tell(1, "three at once");
    for (let i = 0; i < 5; i++) tell(2, "one of three fails");
    tell(3, "not awaited");
    for (const chat of [1, 2, 3]) tell(chat, "last");
    await until("the last ones", () =>
      [1, 2, 3].every((chat) => said(telegramId, chat).includes("echo last")),
    );
    const three = ["one", "two", "three"];
    expect(said(telegramId, 1)).toEqual([...Array(5).fill(three).flat(), "echo last"]);
    expect(said(telegramId, 2)).toEqual([...Array(5).fill(["one", "three"]).flat(), "echo last"]);
    expect(said(telegramId, 3)).toEqual(["soon", "echo last"]);
    await until("every update handled", async () =>
      (await updatesOf(bot.id)).every(({ state }) => state === "handled"),
    );
  });

  test(`by ${mode}, a call after the outcome was written is refused by name, and sends nothing`, async () => {
    const { bot, telegramId } = await rest.register(ada.ctx, { mode });
    let close = () => {};
    closing = new Promise<void>((resolve) => {
      close = resolve;
    });
    rest.simulator.sendMessage(telegramId, { chat_id: 1, text: "late" });
    await until("the outcome", async () => (await updatesOf(bot.id))[0]?.state === "handled");
    close();
    await expect(lateCall).rejects.toThrow("sendMessage was called after the update's outcome was written");
    expect(said(telegramId, 1)).toEqual([]);
  });

  test(`by ${mode}, a reply whose call's answer was lost is sent again, says so, and is counted`, async () => {
    const { bot, telegramId } = await rest.register(ada.ctx, { mode });
    const counted = () => rest.web.pipeline.counts.maybeTwice;
    const before = counted();
    network.loseAnswerTo("sendMessage");
    rest.simulator.sendMessage(telegramId, { chat_id: 1, text: "three at once" });
    await until("the reply", () => said(telegramId, 1).includes("three"));
    expect(said(telegramId, 1)).toEqual(["one", "one", "two", "three"]);
    const [update] = await until("the outcome", async () => {
      const all = await updatesOf(bot.id);
      return all[0]?.state === "handled" && all;
    });
    expect(update?.actions.map(({ ok, maybeTwice }) => ({ ok, maybeTwice }))).toEqual([
      { ok: true, maybeTwice: true },
      { ok: true, maybeTwice: undefined },
      { ok: true, maybeTwice: undefined },
    ]);
    if (mode === "webhook") expect(counted()).toBe(before + 1);
  });
}

test("where the budget ends while the outcome's own insert is under way, the answer waits for it and carries the reply", async () => {
  const { bot, telegramId } = await rest.register(ada.ctx, { mode: "webhook" });
  const payload = messageUpdate(77, 1, "hello");
  const update = JSON.parse(payload);
  const incoming = {
    botId: bot.id,
    updateId: 77,
    arrival: 77,
    kind: "message",
    chatId: 1,
    door: "webhook" as const,
    payload,
    update,
  };
  const holder = await rest.db.database.pool.connect();
  try {
    await holder.query("BEGIN");
    await holder.query("LOCK TABLE updates IN EXCLUSIVE MODE");
    const answer = rest.web.pipeline.deliver(markVerified(incoming), 200);
    await until("an insert that waits", async () => {
      const { rows } = await rest.db.database.pool.query(
        "SELECT FROM pg_locks WHERE NOT granted AND relation = 'updates'::regclass",
      );
      return rows.length > 0;
    });
    const first = await Promise.race([answer, new Promise((resolve) => setTimeout(resolve, 400, "waits"))]);
    expect(first).toBe("waits");
    await holder.query("COMMIT");
    expect(await answer).toMatchObject({ method: "sendMessage", params: { text: "echo hello" } });
  } finally {
    holder.release();
  }
  // It travelled in the answer, and in nothing else.
  expect(said(telegramId, 1)).toEqual([]);
});

test("where the budget ends while the behaviours run, the answer is empty and the reply goes by a call", async () => {
  const { bot, telegramId } = await rest.register(ada.ctx, { mode: "webhook" });
  let wake = () => {};
  slowness = new Promise<void>((resolve) => {
    wake = resolve;
  });
  const payload = messageUpdate(78, 1, "slow");
  const update = JSON.parse(payload);
  const incoming = {
    botId: bot.id,
    updateId: 78,
    arrival: 78,
    kind: "message",
    chatId: 1,
    door: "webhook" as const,
    payload,
    update,
  };
  expect(await rest.web.pipeline.deliver(markVerified(incoming), 100)).toBeUndefined();
  expect(said(telegramId, 1)).toEqual([]);
  wake();
  await until("the reply", () => said(telegramId, 1).includes("slow"));
  // Delivered once more, it is known.
  const secret = await webhookSecret(rest.db.database, rest.web.vault, bot.id);
  const again = await request(`${rest.baseUrl}/webhook/${ada.ctx.actor.userId}`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-telegram-bot-api-secret-token": secret },
    body: payload,
  });
  expect([again.statusCode, await again.body.json()]).toEqual([200, {}]);
  expect(said(telegramId, 1)).toEqual(["slow"]);
});

test("a message that a person sends is never sent again by itself: where its answer was lost it is maybe sent", async () => {
  const { bot, telegramId } = await rest.register(ada.ctx, { mode: "webhook" });
  network.loseAnswerTo("sendMessage");
  const sent = await ada.call("POST", `/bots/${bot.id}/messages`, { chatId: 1, text: "by hand" });
  expect(sent).toMatchObject({ status: 502, body: { code: "maybe_sent" } });
  expect(said(telegramId, 1)).toEqual(["by hand"]);
});
