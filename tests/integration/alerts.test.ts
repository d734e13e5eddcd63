import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chooseAlerts, viewAlertChoices } from "../../lib/alerts/alert-choices";
import { tellAlerts } from "../../lib/alerts/tell-alerts";
import { quarantineChat } from "../../lib/bots/quarantine-chat";
import { releaseChat } from "../../lib/bots/release-chat";
import type { BotView } from "../../lib/bots/schemas";
import type { TenantContext } from "../../lib/context";
import { markUnauthorized } from "../../lib/transport/switch-door";
import { startMailServer, type TestMailServer } from "../support/mail-server";
import { startSystem, type TestSystem, until } from "../support/system";

describe("alerts by mail", () => {
  let system: TestSystem;
  let server: TestMailServer;
  let mailless: TestSystem;

  beforeAll(async () => {
    server = await startMailServer();
    [system, mailless] = await Promise.all([
      // A trouble is told after 50 ms, its end after 200, and mails to one person are half a second apart.
      startSystem({
        env: { SMTP_URL: server.url, NEXTAUTH_URL: "https://portal.example.org", FAILOVER_GRACE_MS: "50" },
      }),
      startSystem({ env: { FAILOVER_GRACE_MS: "50" } }),
    ]);
  });
  afterAll(async () => {
    await Promise.all([system.close(), mailless.close()]);
    await server.close();
  });

  const addressOf = async (ctx: TenantContext) =>
    (await system.db.database.prisma.user.findUniqueOrThrow({ where: { id: ctx.actor.userId } })).email;
  const look = async () => {
    if (!system.web.mail) throw new Error("no mailer");
    await tellAlerts(system.web, system.web.mail);
  };
  const mailsTo = (address: string) => server.mails.filter(({ to }) => to[0] === address);
  /** Looks until so many mails have come. */
  const mails = (address: string, count: number) =>
    until(`mail ${count} to ${address}`, async () => {
      await look();
      const got = mailsTo(address);
      return got.length >= count && got;
    });
  /** Looks again and again for longer than any wait before a mail. */
  const lookForLong = async () => {
    const end = performance.now() + 1_500;
    while (performance.now() < end) await look();
  };
  const setAside = (ctx: TenantContext, bot: BotView, chatId = 5) =>
    quarantineChat(ctx, { botId: bot.id, chatId });
  const release = (ctx: TenantContext, bot: BotView, chatId = 5) =>
    releaseChat(ctx, { botId: bot.id, chatId, discard: true });

  test("a trouble is told once, and once that it is over", async () => {
    const tenant = await system.tenant();
    const address = await addressOf(tenant);
    const { bot } = await system.register(tenant, { mode: "webhook" });
    await setAside(tenant, bot);
    const [mail] = await mails(address, 1);
    expect(mail?.text).toContain(`Subject: @${bot.username} needs you`);
    expect(mail?.text).toContain("1 chat is set aside: its updates wait until you release it.");
    expect(mail?.text).toContain(`https://portal.example.org/bots/${bot.id}`);
    expect(mail?.text).toContain("https://portal.example.org/account#alerts");
    await lookForLong();
    expect(mailsTo(address)).toHaveLength(1);

    await release(tenant, bot);
    const [, over] = await mails(address, 2);
    expect(over?.text).toContain(`Subject: @${bot.username} is well again`);
    await lookForLong();
    expect(mailsTo(address)).toHaveLength(2);

    // What comes back later is a trouble of its own.
    await setAside(tenant, bot);
    expect((await mails(address, 3))[2]?.text).toContain("needs you");
  });

  test("several bots' troubles come in one mail, only to their owner, with Telegram's refusal of a token", async () => {
    const [tenant, other] = [await system.tenant(), await system.tenant()];
    const [first, second, theirs] = [
      await system.register(tenant, { mode: "webhook" }),
      await system.register(tenant, { mode: "polling" }),
      await system.register(other, { mode: "webhook" }),
    ];
    await setAside(tenant, first.bot);
    await markUnauthorized(system.web, second.bot.id, second.token);
    const [mail] = await mails(await addressOf(tenant), 1);
    expect(mail?.text).toContain("Subject: 2 bots of yours need you");
    expect(mail?.text).toContain(`@${second.bot.username}: Telegram no longer accepts this bot's token.`);
    expect(mail?.text).not.toContain(theirs.bot.username);
    expect(mailsTo(await addressOf(other))).toEqual([]);
  });

  test("who switched a kind off, or all, or is locked out, is told nothing, not even that it is over", async () => {
    const [muting, off, disabled] = [await system.tenant(), await system.tenant(), await system.tenant()];
    const everybody = [muting, off, disabled];
    await chooseAlerts(muting, { mail: true, muted: ["quarantine"] }, "ru");
    await chooseAlerts(off, { mail: false, muted: [] }, "en");
    await system.db.database.prisma.user.update({
      where: { id: disabled.actor.userId },
      data: { disabledAt: new Date() },
    });
    expect(await viewAlertChoices(muting)).toEqual({
      mailAvailable: true,
      mail: true,
      muted: ["quarantine"],
    });
    const bots = [];
    for (const tenant of everybody) {
      const registered = await system.register(tenant, { mode: "webhook" });
      await setAside(tenant, registered.bot);
      bots.push(registered);
    }
    await lookForLong();
    for (const tenant of everybody) expect(mailsTo(await addressOf(tenant))).toEqual([]);

    // Another kind is told, in the language of the choice.
    const [mutings] = bots;
    if (mutings) await markUnauthorized(system.web, mutings.bot.id, mutings.token);
    const [mail] = await mails(await addressOf(muting), 1);
    expect(mail?.text).toContain("Telegram больше не принимает токен");
  });

  test("a mail server that refuses is asked again later, and nothing is forgotten", async () => {
    const tenant = await system.tenant();
    const address = await addressOf(tenant);
    const { bot } = await system.register(tenant, { mode: "webhook" });
    await setAside(tenant, bot);
    server.refuse(true);
    await until("a refused mail", () =>
      look().then(
        () => false,
        (error: unknown) => /No thanks/.test(String(error)),
      ),
    );
    expect(mailsTo(address)).toEqual([]);
    server.refuse(false);
    expect((await mails(address, 1))[0]?.text).toContain("needs you");
  });

  test("without a mail server too, the owner's open pages hear of a trouble and of its end, and nobody else's", async () => {
    const [owner, other, admin] = [await mailless.tenant(), await mailless.tenant(), await mailless.tenant()];
    const { bot } = await mailless.register(owner, { mode: "webhook" });
    const heard = new Map<string, object[]>();
    const stops = (
      [
        ["owner", owner.actor.userId, "tenant"],
        ["other", other.actor.userId, "tenant"],
        ["admin", admin.actor.userId, "admin"],
      ] as const
    ).map(([who, userId, role]) => {
      const alerts: object[] = [];
      heard.set(who, alerts);
      return mailless.web.liveEvents.subscribe({ userId, role }, [], ({ id: _, ...event }) => {
        if (event.type === "alert") alerts.push(event);
      });
    });
    const alert = { type: "alert", botId: bot.id, username: bot.username, kind: "quarantine" };
    const hears = (count: number) =>
      until("the alert", async () => {
        await tellAlerts(mailless.web, undefined);
        return heard.get("owner")?.length === count;
      });
    await setAside(owner, bot);
    await hears(1);
    await release(owner, bot);
    await hears(2);
    expect(heard.get("owner")).toEqual([
      { ...alert, ended: false },
      { ...alert, ended: true },
    ]);
    expect([heard.get("other"), heard.get("admin")]).toEqual([[], []]);
    for (const stop of stops) stop();
  });

  test("a deployment without a mail server says that it sends none", async () => {
    const tenant = await mailless.tenant();
    expect(await viewAlertChoices(tenant)).toEqual({ mailAvailable: false, mail: true, muted: [] });
  });
});
