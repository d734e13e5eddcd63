import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { exportAudit } from "../../lib/accounts/export-audit";
import { listAudit } from "../../lib/accounts/list-audit";
import { actOnFleet } from "../../lib/bots/act-on-fleet";
import { chooseFleet, fleetSummary, listFleet } from "../../lib/bots/fleet";
import { adminBotHealth } from "../../lib/bots/fleet-health";
import { fleetProcesses } from "../../lib/bots/fleet-processes";
import { fleetTrend, recordFleetMinute } from "../../lib/bots/fleet-trend";
import { fleetWebhookInfo } from "../../lib/bots/fleet-webhook-info";
import { judgeFleet } from "../../lib/bots/judge-fleet";
import { sendMessage } from "../../lib/bots/send-message";
import { viewBot } from "../../lib/bots/view-bot";
import type { TenantContext } from "../../lib/context";
import { recordAudit } from "../../lib/data/audit";
import { enterProcess } from "../../lib/data/heartbeats";
import { startSystem, type TestSystem, until } from "../support/system";

let system: TestSystem;
let admin: TenantContext;
let tenant: TenantContext;

beforeAll(async () => {
  system = await startSystem({ simulator: { timeScale: 0.05, hosts: { "thief.example": "127.0.0.1" } } });
  [admin, tenant] = [await system.tenant("admin"), await system.tenant()];
});
afterAll(() => system.close());

const page = { limit: 50, offset: 0 };

test("nothing of the administration answers to a tenant", async () => {
  const { bot } = await system.register(tenant);
  const forbidden = { code: "forbidden" };
  await expect(fleetSummary(tenant)).rejects.toMatchObject(forbidden);
  await expect(listFleet(tenant, page)).rejects.toMatchObject(forbidden);
  await expect(chooseFleet(tenant, {})).rejects.toMatchObject(forbidden);
  await expect(fleetTrend(tenant, { range: "1h" })).rejects.toMatchObject(forbidden);
  await expect(fleetProcesses(tenant)).rejects.toMatchObject(forbidden);
  await expect(adminBotHealth(tenant, { botId: bot.id })).rejects.toMatchObject(forbidden);
  await expect(fleetWebhookInfo(tenant, { botId: bot.id })).rejects.toMatchObject(forbidden);
  await expect(actOnFleet(tenant, { act: "pause", botIds: [bot.id] })).rejects.toMatchObject(forbidden);
  await expect(listAudit(tenant, { filter: {}, limit: 5 })).rejects.toMatchObject(forbidden);
  await expect(exportAudit(tenant, { filter: {} }).next()).rejects.toMatchObject(forbidden);
  expect((await viewBot(tenant, { botId: bot.id })).status).toBe("active");
});

describe("the table of the fleet", () => {
  test("finds by name, owner, number and verdict, whatever is typed", async () => {
    const owner = await system.tenant();
    const { bot } = await system.register(owner, { mode: "webhook" });
    const found = async (search: string) =>
      (await listFleet(admin, { ...page, search })).items.map(({ id }) => id);
    expect(await found(bot.username)).toEqual([bot.id]);
    expect(await found(`@${bot.username}`)).toEqual([bot.id]);
    expect(await found(String(bot.telegramId))).toEqual([bot.id]);
    expect(await found(String(bot.id))).toContain(bot.id);
    expect(await found("no such bot")).toEqual([]);
    for (const odd of ["%", "\\", "'; DROP TABLE user_bots; --", "1".repeat(15), "🙂"]) {
      expect(await found(odd)).toEqual([]);
    }
    await owner.data.prisma.bot.update({ where: { id: bot.id }, data: { status: "conflict" } });
    await judgeFleet(admin);
    const { items } = await listFleet(admin, { ...page, health: "down", sort: "health" });
    expect(items.map(({ id }) => id)).toContain(bot.id);
    await owner.data.prisma.bot.delete({ where: { id: bot.id } });
  });

  test("a judgement that has grown old is made anew by whoever counts, and the worst come first", async () => {
    const { bot } = await system.register(await system.tenant(), { mode: "webhook" });
    await judgeFleet(admin);
    const before = await fleetSummary(admin);
    const { prisma, pool } = admin.data;
    await prisma.bot.update({ where: { id: bot.id }, data: { status: "conflict" } });
    expect((await fleetSummary(admin)).byVerdict).toEqual(before.byVerdict);
    await pool.query(
      "UPDATE deployment_facts SET updated_at = now() - interval '2 minutes' WHERE key = 'fleet.judgedAt'",
    );
    const { byVerdict, byStatus, bots } = await fleetSummary(admin);
    expect(byVerdict.down).toBe(before.byVerdict.down + 1);
    expect(byStatus.conflict).toBe(before.byStatus.conflict + 1);
    expect(bots).toBe(before.bots);
    const { items } = await listFleet(admin, { sort: "health", limit: 1, offset: 0 });
    expect(items[0]?.health.status).toBe("down");
    await prisma.bot.delete({ where: { id: bot.id } });
  });

  test("sorts by every column, both ways, and pages without a gap", async () => {
    for (let n = 0; n < 4; n += 1)
      await system.register(tenant, { mode: n % 2 === 0 ? "webhook" : "polling" });
    const all = await listFleet(admin, page);
    for (const sort of [
      "id",
      "username",
      "owner",
      "door",
      "status",
      "lastUpdate",
      "pending",
      "createdAt",
      "health",
    ] as const) {
      for (const direction of ["asc", "desc"] as const) {
        const pages = [];
        for (let offset = 0; offset < all.total; offset += 2) {
          pages.push(...(await listFleet(admin, { sort, direction, limit: 2, offset })).items);
        }
        expect(new Set(pages.map(({ id }) => id)).size, `${sort} ${direction}`).toBe(all.total);
      }
    }
    const names = (await listFleet(admin, { ...page, sort: "username", direction: "desc" })).items.map(
      ({ username }) => username.toLowerCase(),
    );
    expect(names).toEqual([...names].sort().reverse());
  });
});

test("an act on several bots has a result for each, is on their timelines and in the audit log", async () => {
  const bots = [];
  for (let n = 0; n < 3; n += 1) bots.push((await system.register(tenant, { mode: "webhook" })).bot);
  const revoked = await system.register(tenant, { mode: "webhook" });
  system.simulator.deleteBot(revoked.telegramId);
  const botIds = [...bots.map(({ id }) => id), revoked.bot.id, 999_999];
  const { results } = await actOnFleet(admin, { act: "look", botIds });
  expect(results.map(({ botId }) => botId)).toEqual(botIds);
  expect(results.map(({ ok }) => ok)).toEqual([true, true, true, false, false]);
  expect(results[4]?.message).toBe("There is no such bot.");

  const [first] = bots;
  await actOnFleet(admin, { act: "pause", botIds: bots.map(({ id }) => id) });
  expect(await viewBot(tenant, { botId: first?.id ?? 0 })).toMatchObject({
    status: "paused",
    activeDoor: "none",
  });
  const { timeline } = await adminBotHealth(admin, { botId: first?.id ?? 0 });
  expect(timeline.items[0]).toMatchObject({ actor: "admin", reason: "Paused by an admin." });
  await actOnFleet(admin, { act: "resume", botIds: [first?.id ?? 0] });
  expect(await viewBot(tenant, { botId: first?.id ?? 0 })).toMatchObject({ status: "active" });

  const { items } = await listAudit(admin, { filter: { action: "fleet.look" }, limit: 10 });
  expect(items).toHaveLength(5);
  expect(items.find(({ botId }) => botId === revoked.bot.id)?.facts).toContain("ok: false");
  const paused = await listAudit(admin, { filter: { action: "fleet", botId: first?.id }, limit: 10 });
  expect(paused.items.map(({ action }) => action)).toEqual(["fleet.resume", "fleet.pause", "fleet.look"]);
});

test("calls that Telegram refuses are counted by their words; those that succeed leave nothing", async () => {
  const { bot, telegramId } = await system.register(tenant, { mode: "webhook" });
  system.simulator.sendMessage(telegramId, { chat_id: 7, text: "hi" });
  for (let n = 0; n < 3; n += 1) {
    await expect(
      sendMessage(tenant, { botId: bot.id, chatId: 7, text: "x".repeat(10), parseMode: "HTML" }),
    ).resolves.toBeDefined();
    await expect(
      sendMessage(tenant, { botId: bot.id, chatId: "@nobody_is_called_so", text: "hello" }),
    ).rejects.toMatchObject({ code: "telegram_refused" });
  }
  const failures = await until("the record", async () => {
    const { failures } = await adminBotHealth(admin, { botId: bot.id });
    return failures[0]?.times === 3 && failures;
  });
  expect(failures).toHaveLength(1);
  expect(failures[0]).toMatchObject({ method: "sendMessage", code: 400 });
});

test("raw getWebhookInfo shows our own address, and of a foreign one only the host", async () => {
  const { bot, token } = await system.register(tenant, { mode: "webhook" });
  expect(await fleetWebhookInfo(admin, { botId: bot.id })).toMatchObject({
    url: `${system.baseUrl}/webhook/${tenant.actor.userId}`,
  });
  await until("the theft", () =>
    system.web.telegram.call(token, "setWebhook", { url: "https://thief.example/hook?key=very-secret" }).then(
      () => true,
      () => false,
    ),
  );
  const info = JSON.stringify(await fleetWebhookInfo(admin, { botId: bot.id }));
  expect(info).toContain("thief.example");
  expect(info).not.toContain("very-secret");
});

test("a process that vanished is dead, one that beats is alive, and the queue and the database are told", async () => {
  const id = await enterProcess(system.db.database, { kind: "sidecar", host: "gone", pid: 1, version: "0" });
  await system.db.database.pool.query(
    "UPDATE process_heartbeats SET seen_at = now() - interval '1 minute' WHERE id = $1",
    [id],
  );
  const { processes, queue, database } = await fleetProcesses(admin);
  expect(processes.find((one) => one.id === id)).toMatchObject({ state: "dead", leads: false, leases: 0 });
  const web = processes.find((one) => one.id === system.web.processId);
  expect(web).toMatchObject({ kind: "web", state: "alive", facts: { inFlight: 0 } });
  expect(queue).toEqual({ open: 0, more: false, oldestAt: null });
  expect(database.bytes).toBeGreaterThan(1_000_000);
});

test("the fleet's minutes are written once, and the trend shows them", async () => {
  await recordFleetMinute(admin);
  await recordFleetMinute(admin);
  const points = await fleetTrend(admin, { range: "1h" });
  expect(points).toHaveLength(60);
  const known = points.filter(({ bots }) => bots !== null);
  expect(known).toHaveLength(1);
  const { total } = await listFleet(admin, page);
  expect(Object.values(known[0]?.bots ?? {}).reduce((sum, n) => sum + n, 0)).toBe(total);
});

test("what was counted late for a minute is added to it a minute later", async () => {
  const { pool } = admin.data;
  const isEarly = async () => {
    const { rows } = await pool.query("SELECT extract(second FROM now()) < 50 AS early");
    return (rows[0] as { early: boolean }).early;
  };
  await until("a minute that does not end meanwhile", isEarly, 15_000);
  const [bot] = (await listFleet(admin, page)).items;
  const early = "date_trunc('minute', now()) - interval '2 minutes'";
  await pool.query("DELETE FROM fleet_minutes");
  await pool.query(
    `INSERT INTO fleet_minutes (minute, healthy, degraded, down, unknown, webhook, polling, closed, updates, failures)
     VALUES (${early}, 1, 0, 0, 0, 1, 0, 0, 0, 0)`,
  );
  await pool.query(
    `INSERT INTO bot_minutes (bot_id, minute, kind, door, updates, failures, handle_ms, max_ms, latency)
     VALUES ($1, ${early}, 'message', 'webhook', 7, 2, 9, 9, '{7}')`,
    [bot?.id],
  );
  await recordFleetMinute(admin);
  const known = (await fleetTrend(admin, { range: "1h" })).filter(({ bots }) => bots !== null);
  expect(known.map(({ updates, failures }) => [updates, failures])).toEqual([
    [7, 2],
    [expect.any(Number), expect.any(Number)],
  ]);
});

test("the audit log filters, pages and exports, and a formula in it stays a text", async () => {
  const at = { userId: admin.actor.userId, action: "sessions.ended" } as const;
  for (let n = 0; n < 7; n += 1) await recordAudit(admin.data, { ...at, detail: { note: `=1+${n}` } });
  const filter = { action: at.action };
  const first = await listAudit(admin, { filter, limit: 5 });
  const second = await listAudit(admin, { filter, limit: 5, before: first.next ?? 0 });
  expect([...first.items, ...second.items].map(({ facts }) => facts[0])).toEqual(
    [6, 5, 4, 3, 2, 1, 0].map((n) => `note: =1+${n}`),
  );
  expect(second.next).toBeNull();
  const { email } = await admin.data.prisma.user.findUniqueOrThrow({ where: { id: admin.actor.userId } });
  expect((await listAudit(admin, { filter: { ...filter, person: email }, limit: 9 })).items).toHaveLength(7);
  expect((await listAudit(admin, { filter: { ...filter, person: "%" }, limit: 9 })).items).toHaveLength(0);
  await expect(
    listAudit(admin, { filter: { from: new Date(2_000), to: new Date(1_000) }, limit: 9 }),
  ).rejects.toMatchObject({ code: "invalid_input" });

  await admin.data.prisma.user.update({
    where: { id: tenant.actor.userId },
    data: { email: "=cmd@example.org" },
  });
  await recordAudit(admin.data, { userId: tenant.actor.userId, action: "email.changed" });
  let csv = "";
  for await (const part of exportAudit(admin, { filter: { action: "email.changed" } })) csv += part;
  expect(csv.split("\r\n")[1]).toContain("'=cmd@example.org");
  expect(csv.split("\r\n").filter((line) => line !== "")).toHaveLength(2);
});
