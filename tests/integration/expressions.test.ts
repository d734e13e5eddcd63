import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { tellAlerts } from "../../lib/alerts/tell-alerts";
import { readReplies } from "../../lib/replies/read-replies";
import { repliesInput } from "../../lib/replies/reply-schemas";
import { tryReplies, tryRepliesInput } from "../../lib/replies/try-replies";
import { hostileExpressions, hostileText } from "../support/hostile";
import { startMailServer, type TestMailServer } from "../support/mail-server";
import { longestTurn } from "../support/processor-time";
import { until } from "../support/system";
import { type RestSystem, type RestTenant, startRestSystem } from "./rest-client";

const regex = (value: string) => ({ trigger: { type: "regex", value }, text: "found" });
const any = { trigger: { type: "any" }, text: "anything else" };
/** How long the others of a process may go unheard, in processor time. */
const maxMs = 100;

let rest: RestSystem;
let server: TestMailServer;
beforeAll(async () => {
  server = await startMailServer();
  rest = await startRestSystem({
    env: { SMTP_URL: server.url, NEXTAUTH_URL: "https://portal.example.org", FAILOVER_GRACE_MS: "50" },
  });
  await rest.startSidecar();
});
afterAll(async () => {
  await rest.close();
  await server.close();
});

/** Somebody's bot with these replies. */
async function botWith(tenant: RestTenant, replies: unknown[], mode: "webhook" | "polling" = "webhook") {
  const { bot, telegramId } = await rest.register(tenant.ctx, { mode });
  const path = `/bots/${bot.id}`;
  const put = await tenant.call("PUT", `${path}/replies`, { replies });
  expect(put.status).toBe(200);
  const texts = () =>
    rest.simulator
      .calls(telegramId, 0)
      .flatMap(({ method, params }) => (method === "sendMessage" ? [params.text] : []));
  return {
    id: bot.id,
    path,
    texts,
    say: (text: string, chat_id = 1) =>
      rest.simulator.sendMessage(telegramId, { chat_id, text }).update_id ?? 0,
    handled: (updateId: number) =>
      until("the outcome", async () => {
        const { body } = await tenant.call("GET", `${path}/updates/${updateId}`);
        return body.state === "handled" && body;
      }),
    replies: async () =>
      (await tenant.call("GET", `${path}/replies`)).body.replies as Record<string, unknown>[],
  };
}

describe("expressions that take seconds for a message", () => {
  for (const mode of ["webhook", "polling"] as const) {
    test(`hold up nobody by ${mode}: other bots answer, and the bot's own other replies do too`, async () => {
      const [mallory, ada] = [await rest.restTenant(), await rest.restTenant()];
      const nasty = await botWith(mallory, [...hostileExpressions.map(regex), any], mode);
      const plain = await botWith(ada, [{ trigger: { type: "keyword", value: "hello" }, text: "hi" }], mode);
      const simple = await botWith(ada, [regex("^order #\\d+$")], mode);
      const { value: first, longestMs } = await longestTurn(async () => {
        const updates = [1, 2, 3, 4].map((chat) => nasty.say(hostileText(), chat));
        for (let chat = 1; chat <= 20; chat++) {
          plain.say("hello", chat);
          simple.say(`order #${chat}`, chat);
        }
        await until("the others' answers", () => plain.texts().length + simple.texts().length === 40);
        await until("the bot's own answers", () => nasty.texts().length === updates.length);
        return nasty.handled(updates[0] ?? 0);
      });
      expect(longestMs).toBeLessThan(maxMs);
      expect(simple.texts()).toEqual(Array.from({ length: 20 }, () => "found"));
      expect(nasty.texts()).toEqual(Array.from({ length: 4 }, () => "anything else"));
      expect(first.error).toMatch(
        /^Reply \d was passed over: its expression took too long(, and no time was left for \d more)?\.$/,
      );
    });
  }

  test("keep the order of a chat, whose next message waits for them", async () => {
    const mallory = await rest.restTenant();
    const echo = { trigger: { type: "any" }, text: "{{text}}" };
    const bot = await botWith(mallory, [regex(hostileExpressions[0] ?? ""), echo], "polling");
    for (const text of [hostileText(), "1", hostileText(), "2"]) bot.say(text);
    await until("all answers", () => bot.texts().length === 4);
    expect(bot.texts().map((text) => String(text).slice(0, 1))).toEqual([
      expect.stringMatching("[ac]"),
      "1",
      expect.stringMatching("[ac]"),
      "2",
    ]);
  });

  test("switch their reply off the third time, in every process, and its owner hears of it", async () => {
    const mallory = await rest.restTenant();
    const list = [regex("^order"), regex(hostileExpressions[0] ?? ""), any];
    const bot = await botWith(mallory, list);
    const mails = () => server.mails.filter(({ text }) => new RegExp(`/bots/${bot.id}\\s`).test(text));
    const alert = () =>
      rest.db.database.prisma.alert.findFirst({ where: { botId: bot.id, kind: "replies" } });
    const look = () => tellAlerts(rest.web, rest.web.mail);

    const errors: unknown[] = [];
    for (let time = 1; time <= 4; time++) errors.push((await bot.handled(bot.say(hostileText()))).error);
    expect(errors).toEqual([
      "Reply 2 was passed over: its expression took too long.",
      "Reply 2 was passed over: its expression took too long.",
      "Reply 2 is switched off now: its expression took too long for the third time.",
      null,
    ]);
    expect(bot.texts()).toEqual(Array.from({ length: 4 }, () => "anything else"));
    const replies = await bot.replies();
    expect(replies.map(({ enabled }) => enabled)).toEqual([true, false, true]);
    expect(replies[1]?.offReason).toContain("took too long for three messages");

    const timeline = (await mallory.call("GET", `${bot.path}/timeline`)).body.items;
    expect(timeline?.[0]).toMatchObject({
      reason: "Reply 2 was switched off: its expression took too long for three messages.",
      actor: "hookline",
    });
    expect((await mallory.call("GET", `${bot.path}/health`)).body.verdict).toMatchObject({
      status: "degraded",
      sentence: "1 reply was switched off because its expression took too long.",
      fix: { action: "change_replies" },
    });
    await look();
    expect(await alert()).not.toBeNull();
    const [mail] = await until("the mail", async () => {
      await look();
      return mails().length > 0 && mails();
    });
    expect(mail?.text).toContain("1 reply was switched off because its expression took too long.");

    // The list as it was read may be saved again: what is off stays off, for the reason that it has.
    await mallory.call("PUT", `${bot.path}/replies`, { replies });
    expect(await bot.replies()).toEqual(replies);
    // Switched on as it is, it has no further try; changed, it begins anew, and the trouble is over.
    const on = replies.map((reply) => ({ ...reply, enabled: true }));
    await mallory.call("PUT", `${bot.path}/replies`, { replies: on });
    const again = await bot.handled(bot.say(hostileText()));
    expect(again.error).toContain("is switched off now");
    await mallory.call("PUT", `${bot.path}/replies`, {
      replies: [list[0], regex(hostileExpressions[1] ?? ""), any],
    });
    expect((await bot.handled(bot.say(hostileText()))).error).toContain("was passed over");
    expect((await bot.replies())[1]).toMatchObject({ enabled: true });
    await until("the end of the alert", async () => {
      await look();
      return (await alert())?.endedAt !== null;
    });
  });

  test("are said to have taken too long by the try box and by a dry run, which count nothing against them", async () => {
    const mallory = await rest.restTenant();
    const replies = [regex(hostileExpressions[0] ?? ""), regex("c$|a$"), any];
    const bot = await botWith(mallory, [any]);
    const update = bot.say(hostileText());
    await bot.handled(update);
    const { longestMs } = await longestTurn(async () => {
      for (let time = 0; time < 4; time++) {
        const input = tryRepliesInput.parse({ replies, text: hostileText() });
        expect(await tryReplies(mallory.ctx, { botId: bot.id, ...input })).toMatchObject({
          match: { index: 1, trigger: "regex" },
          tried: [{ index: 0, miss: "slow" }],
        });
      }
      expect((await mallory.call("PUT", `${bot.path}/replies`, { replies })).status).toBe(200);
      for (let time = 0; time < 4; time++) {
        const { body } = await mallory.call("POST", `${bot.path}/updates/${update}/replay`, { dryRun: true });
        expect(body).toMatchObject({
          error: "Reply 1 was passed over: its expression took too long.",
          actions: [{ params: { text: "found" } }],
        });
      }
    });
    expect(longestMs).toBeLessThan(maxMs);
    expect((await bot.replies()).map(({ enabled }) => enabled)).toEqual([true, true, true]);
  });
});

describe("expressions that take long to compile", () => {
  const heavy = {
    replies: Array.from({ length: 100 }, (_, index) => regex(`${"[^\\pL]".repeat(70)}${index}`)),
  };

  test("are refused when they are saved or read from a file, and nobody waits for that", async () => {
    const mallory = await rest.restTenant();
    const bot = await botWith(mallory, [any]);
    const { longestMs } = await longestTurn(async () => {
      const put = await mallory.call("PUT", `${bot.path}/replies`, heavy);
      expect(put.status).toBe(422);
      expect(put.body).toMatchObject({
        code: "invalid_input",
        issues: [{ message: expect.stringContaining("takes too long to get ready") }],
      });
      await expect(readReplies(mallory.ctx, repliesInput.parse(heavy))).rejects.toMatchObject({
        code: "invalid_input",
      });
    });
    expect(longestMs).toBeLessThan(maxMs);
    expect(await bot.replies()).toHaveLength(1);
  });

  test("and are stored all the same, from before there was a bound, are passed over", async () => {
    const mallory = await rest.restTenant();
    const bot = await botWith(mallory, [regex("x"), any]);
    const value = "(.{1,30}){30}";
    await rest.db.database.prisma.reply.updateMany({
      where: { botId: bot.id, triggerType: "regex" },
      data: { triggerValue: value },
    });
    await bot.handled(bot.say("hello"));
    expect(bot.texts()).toEqual(["anything else"]);
  });
});
