import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inParallel } from "../support/ask";
import { type OddPortal, startOddPortal } from "../support/odd-portal";
import { deepJson, oddValues, withOdd } from "../support/odd-values";
import { serverActions } from "../support/server-actions";

const actions = serverActions();
const reply = { trigger: { type: "keyword", value: "odd" }, text: "Odd", enabled: true };

/** What each action takes, so that an odd value gets as far as it can; in the place of an id its kind. */
const inputs: Readonly<Record<string, Record<string, unknown>>> = {
  actOnFleetAction: { act: "look", botIds: ["bot"] },
  changeRoleAction: { userId: "user", role: "tenant" },
  chooseAlertsAction: { mail: true, muted: ["down"] },
  chooseFleetAction: { search: "x", door: "polling", sort: "id", direction: "asc" },
  dropPendingAction: { botId: "bot" },
  dryRunAction: { botId: "bot", arrival: "update" },
  dryRunManyAction: { botId: "bot", arrivals: ["update"] },
  endSessionAction: { sessionId: "00000000-0000-4000-8000-000000000000" },
  findBotsAction: { text: "odd" },
  matchingAction: { botId: "bot", filter: { kind: "message", chatId: 31, text: "start" } },
  patchBotAction: { botId: "bot", patch: { maxConnections: 40, allowedUpdates: ["message"] } },
  releaseAction: { botId: "bot", chatId: 31, discard: false },
  replayAction: { botId: "bot", arrival: "update", attempts: 1 },
  replayManyAction: { botId: "bot", updates: [{ arrival: "update", attempts: 1 }] },
  revokeApiKeyAction: { keyId: 99 },
  revokeInviteAction: { id: "x" },
  saveRepliesAction: {
    botId: "bot",
    replies: [{ ...reply, buttons: [[{ text: "a", url: "https://a.example" }]] }],
  },
  setAsideAction: { botId: "bot", chatId: 31 },
  setDisabledAction: { userId: "user", disabled: false },
  tryRepliesAction: { botId: "bot", text: "odd", language: "en", replies: [reply] },
  webhookInfoAction: { botId: "bot" },
};

/** Every field that a form of ours has. */
const fields = {
  email: "odd@example.org",
  password: "not this one",
  name: "Odd",
  code: "123456",
  token: "x",
  invite: "",
  language: "en",
  next: "/bots",
  currentPassword: "not this one",
  newPassword: "nor this one",
  confirm: "x",
  role: "tenant",
  scopes: "all",
  expiresInDays: "7",
  botId: "bot",
  chatId: "31",
  text: "odd",
  mode: "polling",
  watchS: "60",
  thresholdPercent: "10",
};

/** Arguments that say what React's encoding has beyond JSON, and what it cannot read. */
const oddBodies: readonly string[] = [
  ...["$NaN", "$Infinity", "$-0", "$undefined", `$n${"9".repeat(40)}`, "$D275760-09-13T00:00:00.001Z"].map(
    (value) => JSON.stringify([{ botId: value, updateId: value, userId: value, text: value, chatId: value }]),
  ),
  '["$0"]',
  '[{"text":"$0"}]',
  "[]",
  "null",
  "{}",
  "",
  "\0",
  "[",
  "$",
  '["$1"]',
  '["$K1"]',
  '["$@1"]',
  '["$F1"]',
  '["$Q1"]',
  '["$T1"]',
  '["$h1"]',
  '["$S"]',
  '["$B99"]',
  '["$n"]',
  `["$n${"x".repeat(20)}"]`,
  '["$1:__proto__:constructor"]',
  deepJson(4_000),
  deepJson(400_000),
  `[${deepJson(400_000, '{"a":', "}").replace("}", "1}")}]`,
];

describe("server actions, with odd values in every place", () => {
  let portal: OddPortal;

  beforeAll(async () => {
    portal = await startOddPortal();
  });
  afterAll(() => portal.close());

  const post = async (id: string, page: string, body: string, headers: Record<string, string> = {}) => {
    const path = page.replaceAll(/\[[^\]]+\]/g, String(portal.bot.id));
    return portal.ask(path, {
      method: "POST",
      body,
      headers: {
        origin: portal.hookline.url,
        cookie: portal.cookie,
        "next-action": id,
        "content-type": "text/plain;charset=UTF-8",
        ...headers,
      },
    });
  };
  const real = (value: unknown): unknown => {
    const ids: Record<string, number> = {
      bot: portal.bot.id,
      update: portal.bot.updateId,
      user: portal.admin.userId,
    };
    return JSON.parse(JSON.stringify(value), (_name, each) => ids[each as string] ?? each) as unknown;
  };
  const multipart = { "content-type": "multipart/form-data; boundary=odd" };
  const formBody = (form: Record<string, unknown>) => {
    const parts = Object.entries(form).map(([name, value]) => [`_1_${name}`, String(value)]);
    const all = [...parts, ["0", '[{"status":"idle"},"$K1"]']];
    const part = ([name, value]: string[]) =>
      `--odd\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
    return `${all.map(part).join("")}--odd--\r\n`;
  };

  test.each(Object.keys(inputs).filter((name) => actions.some((action) => action.name === name)))(
    "%s",
    async (name) => {
      const found = actions.find((action) => action.name === name);
      const input = real(inputs[name]);
      const bodies = oddValues.flatMap((odd) => withOdd(input, odd)).map((odd) => JSON.stringify([odd]));
      await inParallel(bodies, async (body) => {
        await post(found?.id ?? "", found?.page ?? "/", body);
      });
      expect(portal.wrong()).toEqual([]);
    },
  );

  test("every action, whatever is sent in the place of its argument", async () => {
    const few = ["\0", 2 ** 31, null, [], { "a\0b": 1 }].map((odd) => JSON.stringify([odd]));
    await inParallel(actions, async ({ id, page }) => {
      for (const body of few) await post(id, page, body);
    });
    expect(portal.wrong()).toEqual([]);
  });

  // What cannot be read is refused before anybody looks which action it is for.
  test.each(["findBotsAction", "signInAction", "chooseLanguageAction"])(
    "arguments that no page of ours writes, for %s, are a bad request or an invalid input",
    async (name) => {
      const { id, page } = actions.find((action) => action.name === name) ?? { id: "", page: "/" };
      await inParallel(oddBodies, async (body) => {
        await post(id, page, body);
        await post(id, page, body.replaceAll("\0", ""), multipart);
        await post("", page, body.replaceAll("\0", ""), multipart);
      });
      expect(portal.wrong()).toEqual([]);
    },
  );

  test("every form, whatever its fields hold", async () => {
    const odd = ["a\0b", "2147483648", "1e400", "-1"];
    const filled = real(fields) as Record<string, unknown>;
    await inParallel(actions, async ({ id, page }) => {
      for (const value of odd) {
        const form = Object.fromEntries(Object.keys(filled).map((name) => [name, value]));
        await post(id, page, formBody({ ...form, "a\0": value }), multipart);
      }
      await post(id, page, formBody(filled), multipart);
    });
    expect(portal.wrong()).toEqual([]);
  });

  test("names of actions that there are not", async () => {
    await inParallel(["x", "%00", "__proto__", "9".repeat(2_000), "\xff"], async (id) => {
      await post(id, "/bots", "[]");
      await post(id, "/sign-in", formBody({ email: "x" }), multipart);
    });
    expect(portal.wrong()).toEqual([]);
  });
});
