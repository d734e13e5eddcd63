import { describe, expect, it } from "vitest";
import { alertMail } from "../../lib/alerts/alert-mail";
import { dueNews } from "../../lib/alerts/due-news";
import type { NewsRow } from "../../lib/data/alerts";
import type { HealthFacts } from "../../lib/health/facts";
import { troublesOf } from "../../lib/health/troubles";
import { verdict } from "../../lib/health/verdict";
import { byPolling, byWebhook, failing, hours, inConflict, inFallback, minutes, now } from "./health-facts";

describe("the troubles worth telling", () => {
  const cases: [name: string, facts: HealthFacts, kinds: string[]][] = [
    ["none of a bot that is well", byWebhook, []],
    ["none of one that polls as its owner wants", byPolling, []],
    ["none of one that its owner paused", { ...byWebhook, status: "paused", activeDoor: "none" }, []],
    [
      "a token that Telegram refuses",
      { ...byWebhook, status: "unauthorized", activeDoor: "none" },
      ["unauthorized"],
    ],
    ["another system that has the bot", inConflict, ["conflict"]],
    ["a fallback", inFallback, ["fallback"]],
    [
      "no fallback where the deployment has no address to go back to",
      { ...inFallback, webhookAvailable: false },
      [],
    ],
    ["a webhook that fails while updates wait", failing("Connection refused"), ["silent"]],
    [
      "a backlog that is lost within half a day, and why nothing is heard",
      failing("Connection refused", { lastWebhookUpdate: hours(20), oldestPendingAt: hours(13) }),
      ["silent", "backlog"],
    ],
    [
      "no backlog that has time",
      { ...byWebhook, pendingCount: 7, oldestPendingAt: minutes(30), lastWebhookUpdate: hours(1) },
      [],
    ],
    [
      "chats that are set aside, also in a fallback",
      { ...inFallback, chatsAside: 2 },
      ["quarantine", "fallback"],
    ],
  ];
  it.each(cases)("%s", (_name, facts, kinds) => {
    expect(troublesOf(facts, now).map(({ kind }) => kind)).toEqual(kinds);
  });

  it("are said as the verdict says them", () => {
    for (const facts of [inConflict, inFallback, failing("Connection refused")])
      expect(troublesOf(facts, now)[0]?.sentence).toBe(verdict(facts, now).sentence);
  });
});

const timings = { steadyMs: 30_000, settleMs: 120_000, pauseMs: 300_000 };
const news = (botId: number, agoS: number, more: Partial<NewsRow> = {}): NewsRow => ({
  botId,
  kind: "fallback",
  username: `bot_${botId}`,
  ownerId: 1,
  email: "ada@example.org",
  language: null,
  at: new Date(now - agoS * 1_000),
  ended: false,
  triedAt: null,
  ...more,
});

describe("when news is told", () => {
  const told = (rows: NewsRow[]) => dueNews(rows, now, timings).map((mine) => mine.map(({ botId }) => botId));

  it.each<[string, NewsRow[], number[][]]>([
    ["nothing of a trouble that has just begun", [news(1, 20)], []],
    ["a trouble that stands", [news(1, 31)], [[1]]],
    [
      "an end after it has settled, not before",
      [news(1, 60, { ended: true }), news(2, 130, { ended: true, ownerId: 2 })],
      [[2]],
    ],
    [
      "many at once, in one mail to each owner",
      [news(1, 40), news(2, 31), news(3, 40, { ownerId: 2 })],
      [[1, 2], [3]],
    ],
    ["nothing while more is coming", [news(1, 40), news(2, 5)], []],
    ["what stands for long, whatever else is coming", [news(1, 121), news(2, 5)], [[1]]],
    ["nothing soon after the mail before", [news(1, 40, { triedAt: new Date(now - 299_000) })], []],
    ["again after a pause", [news(1, 40, { triedAt: new Date(now - 301_000) })], [[1]]],
  ])("%s", (_name, rows, expected) => {
    expect(told(rows)).toEqual(expected);
  });
});

describe("an alert's mail", () => {
  const begun = (botId: number) => ({
    ...news(botId, 60),
    sentence: "Telegram no longer accepts this bot's token.",
  });
  const at = { portal: "https://portal.example.org", language: "en" as const };

  it("names the bot, what it has, where it is and where mails are switched off", () => {
    expect(alertMail([begun(7)], at)).toEqual({
      subject: "@bot_7 needs you",
      text: `Needs you:

@bot_7: Telegram no longer accepts this bot's token.
https://portal.example.org/bots/7

You get this because alerts by mail are on in your account. Choose which, or switch them off:
https://portal.example.org/account#alerts`,
    });
  });

  it("counts bots and not troubles, and names no more than can be read", () => {
    const many = Array.from({ length: 25 }, (_, i) => begun(i + 1));
    const { subject, text } = alertMail([...many, { ...begun(1), kind: "quarantine" }], at);
    expect(subject).toBe("25 bots of yours need you");
    expect(text).toContain("… and 6 more.\nhttps://portal.example.org/bots\n");
    expect(text).not.toContain("@bot_21");
  });

  it("tells what is over, in the person's language", () => {
    const ended = { ...news(7, 600, { ended: true }), sentence: "" };
    expect(alertMail([ended], at).subject).toBe("@bot_7 is well again");
    const russian = alertMail([begun(8), ended], { ...at, language: "ru" });
    expect(russian.subject).toBe("@bot_8 ждёт вас");
    expect(russian.text).toMatch(/Telegram больше не принимает токен[\s\S]+@bot_7: Он больше не опрашивает/);
  });
});
