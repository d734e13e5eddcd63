import { GrammyError } from "grammy";
import { describe, expect, test } from "vitest";
import { apiOver } from "../../lib/behaviours/api-over";
import type { LoadedBot } from "../../lib/bots/bot-directory";
import type { MethodCall } from "../../lib/sending/call-telegram";
import { UpdateCalls } from "../../lib/sending/update-calls";
import { TelegramRefusal } from "../../lib/telegram/failure";

const bot = { id: 1, token: "99:unused" } as LoadedBot;

function callsOf(answer: (call: MethodCall) => unknown): { calls: UpdateCalls; made: MethodCall[] } {
  const made: MethodCall[] = [];
  const perform = async (call: MethodCall) => {
    made.push(call);
    return { result: answer(call), maybeTwice: false };
  };
  return { calls: new UpdateCalls(perform, false), made };
}

describe("grammY's API object over an update's calls", () => {
  test("every method is one call of that update, with or without parameters, and answers its result", async () => {
    const [first, second] = [callsOf(({ method }) => method), callsOf(() => true)];
    const api = apiOver(bot, first.calls);
    const other = apiOver(bot, second.calls);
    expect(await api.sendMessage(7, "hello", { disable_notification: true })).toBe("sendMessage");
    expect(await api.getMe()).toBe("getMe");
    expect(await api.raw.sendChatAction({ chat_id: 7, action: "typing" })).toBe("sendChatAction");
    await other.sendMessage(8, "elsewhere");
    expect(first.made).toEqual([
      { method: "sendMessage", params: { chat_id: 7, text: "hello", disable_notification: true } },
      { method: "getMe", params: {} },
      { method: "sendChatAction", params: { chat_id: 7, action: "typing" } },
    ]);
    expect(second.made).toHaveLength(1);
    expect(await api.raw.getMe(new AbortController().signal as never)).toBe("getMe");
    expect(first.made.at(-1)).toEqual({ method: "getMe", params: {} });
  });

  test("Telegram's refusal is grammY's error, and any other fault stays what it is", async () => {
    const refused = callsOf(({ method }) => {
      throw new TelegramRefusal(method, 403, "Forbidden: bot was blocked", undefined, undefined);
    });
    const error = await apiOver(bot, refused.calls)
      .sendMessage(7, "hello")
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(GrammyError);
    expect(error).toMatchObject({
      method: "sendMessage",
      error_code: 403,
      description: "Forbidden: bot was blocked",
      payload: { chat_id: 7, text: "hello" },
    });
    const broken = callsOf(() => {
      throw new TypeError("no");
    });
    await expect(apiOver(bot, broken.calls).sendMessage(7, "hello")).rejects.toThrow(TypeError);
  });

  test("a transformer changes the calls of the update that it was installed in, and of no other", async () => {
    const [first, second] = [callsOf(() => true), callsOf(() => true)];
    const api = apiOver(bot, first.calls);
    api.config.use((call, method, payload, signal) =>
      call(method, { ...payload, message_thread_id: 3 } as typeof payload, signal),
    );
    // As grammY's own, so that calls of it can be chained.
    expect(api.config.use().raw).toBe(api.raw);
    await api.sendMessage(7, "hello");
    await apiOver(bot, second.calls).sendMessage(7, "hello");
    expect(api.config.installedTransformers()).toHaveLength(1);
    expect(first.made[0]?.params).toEqual({ chat_id: 7, text: "hello", message_thread_id: 3 });
    expect(second.made[0]?.params).toEqual({ chat_id: 7, text: "hello" });
  });
});
