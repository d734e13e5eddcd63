import { afterAll, beforeAll, expect, test } from "vitest";
import { type BotDirectory, createBotDirectory } from "../../lib/bots/bot-directory";
import type { TenantContext } from "../../lib/context";
import { putReplies } from "../../lib/replies/put-replies";
import { startSystem, type TestSystem, until } from "../support/system";
import { webhookSecret } from "../support/webhook-secret";

let system: TestSystem;
let tenant: TenantContext;
let id: number;
let token: string;
/** Statements that read bots. */
let reads = 0;
let bots: BotDirectory;

beforeAll(async () => {
  system = await startSystem();
  tenant = await system.tenant();
  const registered = await system.register(tenant, { mode: "webhook" });
  id = registered.bot.id;
  token = registered.token;
  const { data, vault } = system.web;
  // The pool itself, but for a count of what is asked of it.
  const pool = new Proxy(data.pool, {
    get(target, name) {
      const value = Reflect.get(target, name, target) as unknown;
      if (name !== "query" || typeof value !== "function") return value;
      return (...args: unknown[]) => {
        reads++;
        return Reflect.apply(value, target, args);
      };
    },
  });
  bots = createBotDirectory({ data: { ...data, pool }, vault });
});
afterAll(() => system.close());

const readsOf = async (work: () => Promise<unknown>) => {
  const before = reads;
  await work();
  return reads - before;
};

test("a bot is read once by a crowd that asks for it, and then known", async () => {
  expect([bots.peek(id), bots.knows(id)]).toEqual([undefined, false]);
  expect(await readsOf(() => Promise.all(Array.from({ length: 50 }, () => bots.get(id))))).toBe(1);
  expect(await readsOf(() => bots.get(id))).toBe(0);
  expect(bots.peek(id)).toMatchObject({ id, token, ownerId: tenant.actor.userId, activeDoor: "webhook" });
  expect(bots.knows(id)).toBe(true);
});

test("a bot that does not exist is asked for once in a while", async () => {
  expect(await readsOf(() => bots.get(999_999))).toBe(1);
  expect(await readsOf(() => bots.get(999_999))).toBe(0);
  expect([bots.peek(999_999), bots.knows(999_999)]).toEqual([undefined, true]);
});

test("a bot that was forgotten while it was being read is read anew", async () => {
  bots.forget(id);
  const early = bots.get(id);
  await putReplies(tenant, {
    botId: id,
    replies: [{ trigger: { type: "any" }, text: "new", enabled: true }],
  });
  bots.forget(id);
  expect((await bots.get(id))?.replies.map(({ text }) => text)).toEqual(["new"]);
  await early;
  expect(bots.peek(id)?.replies.map(({ text }) => text)).toEqual(["new"]);
});

test("a secret that is newer than what is known has the bot read; a guess does not, and once a second at most", async () => {
  const secret = await webhookSecret(system.db.database, system.web.vault, id);
  await bots.get(id);
  expect(await readsOf(() => bots.reloadFor(id, `${id}_${"x".repeat(43)}`))).toBe(1);
  expect(await readsOf(() => bots.reloadFor(id, secret))).toBe(0);
  const reloaded = await until("a second later", () => bots.reloadFor(id, secret));
  expect(reloaded.webhookSecret).toBe(secret);
});

test("a tenant is known, an absent one for ten seconds", async () => {
  const { userId } = tenant.actor;
  expect(await bots.hasTenant(userId)).toBe(true);
  expect(await bots.hasTenant(999_999)).toBe(false);
  expect(await readsOf(() => Promise.all([bots.hasTenant(userId), bots.hasTenant(999_999)]))).toBe(0);
  bots.forgetAll();
  expect([bots.knows(id), await bots.hasTenant(userId)]).toEqual([false, true]);
});

test("a change of a bot in another process is told: the next question gets the bot as it is now", async () => {
  const directory = system.web.bots;
  await directory.get(id);
  await putReplies(tenant, {
    botId: id,
    replies: [{ trigger: { type: "any" }, text: "newest", enabled: true }],
  });
  await until("the notification", async () => (await directory.get(id))?.replies[0]?.text === "newest");
});
