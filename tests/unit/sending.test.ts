import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { type CallEnd, endOfFailure } from "../../lib/sending/call-end";
import { callUntilAnswered } from "../../lib/sending/call-telegram";
import { SendSlots } from "../../lib/sending/send-slots";
import { LateCall, UpdateCalls } from "../../lib/sending/update-calls";
import { createTelegram, type Telegram } from "../../lib/telegram/client";
import { TelegramRefusal, TelegramUnreachable } from "../../lib/telegram/failure";

const refusal = (code: number, retryAfterS?: number) =>
  new TelegramRefusal("sendMessage", code, "because", retryAfterS, undefined);
const silence = (reason: string) => new TelegramUnreachable("sendMessage", reason);

describe("what a call has come to where it failed", () => {
  test.each<[error: unknown, end: CallEnd["end"] | undefined]>([
    [refusal(400), "refused"],
    [refusal(401), "refused"],
    [refusal(403), "refused"],
    [refusal(404), "refused"],
    [refusal(409), "refused"],
    [refusal(429, 7), "not sent"],
    [refusal(500), "maybe sent"],
    [refusal(502), "maybe sent"],
    [silence("ECONNREFUSED"), "not sent"],
    [silence("ENOTFOUND"), "not sent"],
    [silence("EAI_AGAIN"), "not sent"],
    [silence("ENETUNREACH"), "not sent"],
    [silence("UND_ERR_CONNECT_TIMEOUT"), "not sent"],
    [silence("CERT_HAS_EXPIRED"), "not sent"],
    [silence("DEPTH_ZERO_SELF_SIGNED_CERT"), "not sent"],
    [silence("ERR_TLS_CERT_ALTNAME_INVALID"), "not sent"],
    [silence("ECONNRESET"), "maybe sent"],
    [silence("EPIPE"), "maybe sent"],
    [silence("UND_ERR_SOCKET"), "maybe sent"],
    [silence("UND_ERR_HEADERS_TIMEOUT"), "maybe sent"],
    [silence("UND_ERR_BODY_TIMEOUT"), "maybe sent"],
    [silence("AbortError"), "maybe sent"],
    [silence("HTTP2_CLOSED"), "maybe sent"],
    [silence("502"), "maybe sent"],
    [silence("something new"), "maybe sent"],
    [new Error("ours"), undefined],
  ])("%s: %s", (error, end) => {
    expect(endOfFailure(error)?.end).toBe(end);
  });

  test("how long Telegram asks to wait is known", () => {
    expect(endOfFailure(refusal(429, 7))).toMatchObject({ waitMs: 7_000 });
  });
});

describe("a reply", () => {
  const open: (Server | Telegram)[] = [];
  afterEach(async () => {
    for (const one of open.splice(0)) {
      if (!("listen" in one)) await one.close();
      else await new Promise<void>((resolve) => void one.close(() => resolve()).closeAllConnections());
    }
  });
  /** A Bot API server that answers its n-th request as told: by text, or by breaking the connection. */
  async function telegram(...answers: ("reset" | { status: number; text: string })[]) {
    let asked = 0;
    const server = createServer((request, response) => {
      const answer = answers[Math.min(asked++, answers.length - 1)];
      request.resume().on("end", () => {
        if (answer === "reset" || !answer) request.socket.destroy();
        else response.writeHead(answer.status, { "content-type": "application/json" }).end(answer.text);
      });
    });
    await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const client = createTelegram({ apiRoot: `http://127.0.0.1:${port}`, http2: "off" });
    open.push(client, server);
    return { client, asked: () => asked };
  }
  const ok = { status: 200, text: '{"ok":true,"result":{"message_id":5}}' };
  const send = (client: Telegram) =>
    callUntilAnswered(client, "1:a", { method: "sendMessage", params: {} }, new AbortController().signal);

  test("that was taken at once may not have arrived twice", async () => {
    const { client, asked } = await telegram(ok);
    expect(await send(client)).toEqual({ result: { message_id: 5 }, maybeTwice: false });
    expect(asked()).toBe(1);
  });

  test("whose connection broke after it went out is sent again, and may have arrived twice", async () => {
    const { client, asked } = await telegram("reset", ok);
    expect(await send(client)).toEqual({ result: { message_id: 5 }, maybeTwice: true });
    expect(asked()).toBe(2);
  });

  test("that Telegram put off (429) is sent again, and has arrived once", async () => {
    const { client } = await telegram(
      {
        status: 429,
        text: '{"ok":false,"error_code":429,"description":"Too Many Requests","parameters":{"retry_after":0}}',
      },
      ok,
    );
    expect(await send(client)).toMatchObject({ maybeTwice: false });
  });

  test("that a server's fault ended is sent again, and may have arrived twice", async () => {
    const { client } = await telegram({ status: 502, text: "<html>Bad Gateway</html>" }, ok);
    expect(await send(client)).toMatchObject({ maybeTwice: true });
  });

  test("that Telegram refuses is not sent again", async () => {
    const { client, asked } = await telegram({
      status: 403,
      text: '{"ok":false,"error_code":403,"description":"Forbidden"}',
    });
    await expect(send(client)).rejects.toThrow("Forbidden");
    expect(asked()).toBe(1);
  });
});

describe("send slots", () => {
  test("so many updates of a bot send at once and no more; other bots do not wait", async () => {
    const slots = new SendSlots(2);
    const frees = [await slots.take(1), await slots.take(1)];
    let third = false;
    const waiting = slots.take(1).then((free) => {
      third = true;
      return free;
    });
    (await slots.take(2))();
    expect(third).toBe(false);
    frees[0]?.();
    (await waiting)();
    expect(third).toBe(true);
  });
});

describe("an update's calls", () => {
  const make = (mayHold: boolean) => {
    const sent: string[] = [];
    const calls = new UpdateCalls(async ({ method, params }) => {
      const { text } = params as { text?: string };
      if (text === "refuse")
        throw new TelegramRefusal(
          method,
          403,
          "Forbidden: bot was blocked by the user",
          undefined,
          undefined,
        );
      sent.push(text ?? method);
      return { result: { message_id: 1 }, maybeTwice: false };
    }, mayHold);
    return { sent, calls };
  };

  test("the only message is held for the answer", async () => {
    const { sent, calls } = make(true);
    await calls.make("answerCallbackQuery", {});
    expect(await calls.make("sendMessage", { text: "one" })).toBe(true);
    expect(calls.held).toEqual({ method: "sendMessage", params: { text: "one" } });
    expect(sent).toEqual(["answerCallbackQuery"]);
  });

  test("a second message sends the first one first", async () => {
    const { sent, calls } = make(true);
    await calls.make("sendMessage", { text: "one" });
    await calls.make("sendMessage", { text: "two" });
    expect(sent).toEqual(["one", "two"]);
    expect(calls.held).toBeUndefined();
  });

  test("calls that are made together go one after another, in the order in which they were made", async () => {
    const order: string[] = [];
    const calls = new UpdateCalls(async ({ method }) => {
      order.push(`${method} begins`);
      await new Promise((resolve) => setImmediate(resolve));
      order.push(`${method} ends`);
      return { result: method, maybeTwice: false };
    }, false);
    const results = await Promise.all([
      calls.make("sendPhoto", {}),
      calls.make("sendMessage", {}),
      calls.make("getMe", {}),
    ]);
    expect(results).toEqual(["sendPhoto", "sendMessage", "getMe"]);
    expect(order).toEqual(
      ["sendPhoto", "sendMessage", "getMe"].flatMap((name) => [`${name} begins`, `${name} ends`]),
    );
  });

  test("a call that fails does not keep the next one from being made, and one that nobody awaits ends no process", async () => {
    const { sent, calls } = make(false);
    void calls.make("sendMessage", { text: "refuse" }).catch(() => {});
    const next = calls.make("sendMessage", { text: "next" });
    await calls.ended;
    await next;
    expect(sent).toEqual(["next"]);
  });

  test("a call after the outcome is written is refused by name, held or not", async () => {
    const { sent, calls } = make(true);
    calls.close();
    await expect(calls.make("sendMessage", { text: "late" })).rejects.toThrow(LateCall);
    await expect(calls.make("answerCallbackQuery", {})).rejects.toThrow(
      "answerCallbackQuery was called after",
    );
    expect(sent).toEqual([]);
    expect(calls.record()).toBeNull();
  });

  test("a call that may have been carried out twice says so on its record", async () => {
    const calls = new UpdateCalls(async () => ({ result: true, maybeTwice: true }), false);
    await calls.make("sendMessage", { text: "one" });
    expect(JSON.parse(calls.record() ?? "")).toMatchObject([{ ok: true, maybeTwice: true }]);
  });

  test("a refusal is on record in Telegram's words", async () => {
    const { calls } = make(false);
    await expect(calls.make("sendMessage", { text: "refuse" })).rejects.toThrow("blocked");
    expect(JSON.parse(calls.record() ?? "")).toMatchObject([
      { ok: false, error: "Forbidden: bot was blocked by the user" },
    ]);
  });
});
