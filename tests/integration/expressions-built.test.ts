import { afterAll, beforeAll, expect, test } from "vitest";
import { type RunningHookline, startHookline } from "../support/hookline";
import { hostileExpressions, hostileText } from "../support/hostile";
import { until } from "../support/system";

let hookline: RunningHookline;
beforeAll(async () => {
  hookline = await startHookline();
});
afterAll(() => hookline.close());

const regex = (value: string) => ({ trigger: { type: "regex", value }, text: "found" });

test.each(["webhook", "polling"] as const)(
  "the built processes have a thread for expressions each: the pages, and whoever takes the updates by %s",
  async (mode) => {
    const mallory = await hookline.account();
    const { id: telegramId, token } = await hookline.simulator.createBot({});
    const { json } = await hookline.api(mallory, "POST", "/bots", { token, mode });
    const path = `/bots/${(json as { id: number }).id}/replies`;
    const put = (value: string) =>
      hookline.api(mallory, "PUT", path, {
        replies: [regex(value), regex("^order #\\d+$"), { trigger: { type: "any" }, text: "else" }],
      });
    expect(await put("(a")).toMatchObject({
      status: 422,
      json: {
        issues: [{ path: "replies.0.trigger.value", message: expect.stringContaining("missing closing )") }],
      },
    });
    expect(await put(hostileExpressions[0] ?? "")).toMatchObject({ status: 200 });

    const say = (text: string) => hookline.simulator.sendMessage(telegramId, { chat_id: 1, text });
    const texts = () =>
      hookline.simulator
        .calls(telegramId, 0)
        .flatMap(({ method, params }) => (method === "sendMessage" ? [params.text] : []));
    say("order #7");
    await until("the first answer", () => texts().length === 1);
    for (let time = 2; time <= 4; time++) {
      say(hostileText());
      await until(`answer ${time}`, () => texts().length === time);
    }
    expect(texts()).toEqual(["found", "else", "else", "else"]);
    const { json: list } = await hookline.api(mallory, "GET", path);
    expect((list as { replies: { enabled: boolean }[] }).replies.map(({ enabled }) => enabled)).toEqual([
      false,
      true,
      true,
    ]);
  },
);
