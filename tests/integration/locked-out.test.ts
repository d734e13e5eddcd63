import { randomBytes, randomUUID } from "node:crypto";
import { generateSync } from "otplib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { assertPassword } from "../../lib/accounts/assert-password";
import { changeEmail } from "../../lib/accounts/change-email";
import { claimFirstAdmin } from "../../lib/accounts/claim-first-admin";
import { createFirstAdminLink } from "../../lib/accounts/create-first-admin-link";
import { createInvite } from "../../lib/accounts/create-invite";
import { createResetLink } from "../../lib/accounts/create-reset-link";
import { createUser } from "../../lib/accounts/create-user";
import { enableTwoFactor } from "../../lib/accounts/enable-two-factor";
import { accountForBrowser, type KnownBrowser } from "../../lib/accounts/known-browser";
import { limitOf, limitsAt, takeFirst, takeLimits } from "../../lib/accounts/rate-limits";
import { requestPasswordReset } from "../../lib/accounts/request-password-reset";
import { resetPassword } from "../../lib/accounts/reset-password";
import { signIn } from "../../lib/accounts/sign-in";
import { signUp } from "../../lib/accounts/sign-up";
import { startTwoFactor } from "../../lib/accounts/start-two-factor";
import { parseConfig } from "../../lib/config/env";
import { createLogger } from "../../lib/core/log";
import { createMailer, type Mailer } from "../../lib/mail/mailer";
import { type AccountServices, accountServices } from "../support/accounts";
import { createTestDatabase, type TestDatabase } from "../support/database";
import { startMailServer, type TestMailServer } from "../support/mail-server";
import { until } from "../support/system";

const password = "correct horse battery";
const portal = "https://portal.example.org";
const kept = { code: "rate_limited" };

describe("who is kept out by strangers", () => {
  let db: TestDatabase;
  let server: TestMailServer;
  let mail: Mailer;
  let ctx: AccountServices & Parameters<typeof resetPassword>[0];
  let networks = 0;

  beforeAll(async () => {
    [db, server] = await Promise.all([createTestDatabase(), startMailServer()]);
    const config = parseConfig({ SMTP_URL: server.url, NEXTAUTH_URL: portal, SIGNUP: "invite" });
    mail = createMailer(server.url, portal);
    ctx = { ...accountServices(db), config, log: createLogger("silent", "test"), mail };
  });
  afterAll(async () => {
    mail.close();
    await Promise.all([db.drop(), server.close()]);
  });

  /** An address that no other network of these tests holds. */
  const newNetwork = () => `198.51.${Math.floor(++networks / 250)}.${(networks % 250) + 1}`;
  const newEmail = () => `${randomUUID()}@example.org`;
  const person = async (role: "tenant" | "admin" = "tenant") => {
    const user = await createUser(ctx, { email: newEmail(), password, role });
    return { ...user, signedIn: { ...ctx, actor: { userId: user.id, role } } };
  };
  const browserOf = async (userId: number, withCode = true): Promise<KnownBrowser> => {
    const account = await accountForBrowser(ctx, userId);
    if (!account) throw new Error("nobody");
    return {
      userId,
      sessionEpoch: account.sessionEpoch,
      id: randomBytes(16).toString("base64url"),
      withCode,
    };
  };
  /** Everything that strangers may try at an account, over all networks. */
  const strangersTryAll = async (email: string, kind: "signIn" | "reset" = "signIn") => {
    for (;;) {
      const strangers = limitsAt(kind, { account: email, client: newNetwork(), browser: undefined });
      const answer = await takeFirst(ctx, strangers).catch((error: { code: string }) => error);
      if ("code" in answer) return answer;
    }
  };
  const wrong = (email: string, client: string, browsers: KnownBrowser[] = []) =>
    signIn(ctx, { email, password: "not the password" }, client, browsers);
  const right = (email: string, client: string, browsers: KnownBrowser[] = []) =>
    signIn(ctx, { email, password }, client, browsers);
  const proven = { outcome: "proven" };

  test("ten wrong passwords from one network keep that network out, and the owner nowhere else", async () => {
    const { email } = await person();
    const stranger = newNetwork();
    for (let i = 0; i < 10; i++)
      await expect(wrong(email, stranger)).rejects.toMatchObject({ code: "not_signed_in" });
    for (let i = 0; i < 30; i++) await expect(right(email, stranger)).rejects.toMatchObject(kept);
    expect(await right(email, newNetwork())).toMatchObject(proven);
  });

  test("what one network tries in vain uses up nothing of what all networks have together", async () => {
    const email = newEmail();
    const stranger = newNetwork();
    const by = { account: email, client: stranger, browser: undefined };
    for (let i = 0; i < 1_500; i++) await takeFirst(ctx, limitsAt("signIn", by)).catch(() => {});
    let others = 0;
    while (await takeFirst(ctx, limitsAt("signIn", { ...by, client: newNetwork() })).catch(() => undefined))
      others++;
    expect(others).toBeGreaterThanOrEqual(990);
  });

  test("a thousand failures from many networks close the account to strangers, and not to a browser its owner has used", async () => {
    const owner = await person("admin");
    const browser = await browserOf(owner.id);
    await strangersTryAll(owner.email);
    const atNewNetwork = await right(owner.email, newNetwork()).catch((error) => error);
    expect(atNewNetwork).toMatchObject(kept);
    expect(atNewNetwork.message).toMatch(
      /^Too many tries\. Please wait \d+ \w+, sign in with a browser that you have used here before, or choose a new password by mail\.$/,
    );
    // The limit over all networks lets one more through every 87 seconds.
    expect(atNewNetwork.facts.retryAfterS).toBeLessThanOrEqual(87);
    const withoutMail = await signIn(
      { ...ctx, mail: undefined },
      { email: owner.email, password },
      "192.0.2.1",
    )
      .then(() => undefined)
      .catch((error) => error.message);
    expect(withoutMail).toContain("ask whoever runs this portal for a link");
    for (const client of [newNetwork(), "2001:db8::1", "unknown"])
      expect(await right(owner.email, client, [browser])).toMatchObject(proven);
  });

  test("strangers have 1,000 tries at once and 1,000 a day after, an IPv6 site 100 and 96", async () => {
    const count = async (email: string, client: () => string) => {
      let tries = 0;
      const by = () => ({ account: email, client: client(), browser: undefined });
      while (await takeFirst(ctx, limitsAt("signIn", by())).catch(() => undefined)) tries++;
      return tries;
    };
    const dayPasses = () =>
      db.database.pool.query("UPDATE rate_limits SET window_end = window_end - interval '1 day'");
    const all = newEmail();
    expect(await count(all, newNetwork)).toBe(1_000);
    await dayPasses();
    expect(await count(all, newNetwork)).toBe(1_000);
    let group = 0;
    const site = () => `2001:db8:5:${(++group).toString(16)}::1`;
    const email = newEmail();
    expect(await count(email, site)).toBe(100);
    await dayPasses();
    expect(await count(email, site)).toBe(96);
    expect(await count(email, () => "2001:db8:6::1"), "another site").toBe(10);
  });

  test("the limits are the same for an address that nobody has, and their keys hold no address", async () => {
    const [known, unknown] = [(await person()).email, newEmail()];
    const stranger = newNetwork();
    const answers = async (email: string) => {
      const said: string[] = [];
      for (let i = 0; i < 12; i++)
        await wrong(email, stranger).catch((error) => said.push(`${error.code} ${error.message}`));
      return said;
    };
    expect(await answers(unknown)).toEqual(await answers(known));
    const { rows } = await db.database.pool.query("SELECT key FROM rate_limits WHERE key LIKE '%@%'");
    expect(rows).toEqual([]);
  });

  test("wrong passwords in a known browser count by it, then as a stranger's: stolen, it is no lever", async () => {
    const { email, id } = await person();
    const [stolen, own] = [await browserOf(id), await browserOf(id)];
    const thief = newNetwork();
    for (let i = 0; i < 20; i++)
      await expect(wrong(email, thief, [stolen])).rejects.toMatchObject({ code: "not_signed_in" });
    await expect(right(email, thief, [stolen])).rejects.toMatchObject(kept);
    expect(await right(email, newNetwork(), [stolen]), "the owner in the same browser").toMatchObject(proven);
    expect(await right(email, thief, [own]), "another browser of the owner's").toMatchObject(proven);
  });

  test("a browser known to another account, or from before all sessions were ended, is a stranger's", async () => {
    const [owner, other] = [await person(), await person()];
    const before = await browserOf(owner.id);
    await strangersTryAll(owner.email);
    const foreign = { ...(await browserOf(other.id)), id: before.id };
    await expect(right(owner.email, newNetwork(), [foreign])).rejects.toMatchObject(kept);
    expect(await right(owner.email, newNetwork(), [foreign, before])).toMatchObject(proven);
    await db.database.pool.query(
      "UPDATE users SET sessions_valid_after = sessions_valid_after + interval '1 second' WHERE id = $1",
      [owner.id],
    );
    await expect(right(owner.email, newNetwork(), [before])).rejects.toMatchObject(kept);
  });

  test("an operator's link opens the account that strangers have closed, and ends the browsers of before", async () => {
    const owner = await person("admin");
    const before = await browserOf(owner.id);
    await strangersTryAll(owner.email);
    const link = await createResetLink(ctx, { email: owner.email, baseUrl: "http://localhost:3000/" });
    expect(link).toMatch(/^http:\/\/localhost:3000\/reset-password\?token=/);
    const input = { token: link.slice(-43), password: "another password" };
    const noMail = { ...ctx, mail: undefined, config: parseConfig({}) };
    const { userId } = await resetPassword(noMail, input, { client: newNetwork(), language: "en" });
    const enter = (browser: KnownBrowser) =>
      signIn(ctx, { email: owner.email, password: input.password }, newNetwork(), [browser]);
    expect(await enter(await browserOf(userId, false))).toMatchObject(proven);
    await expect(enter(before)).rejects.toMatchObject(kept);
  });

  test("who has the password keeps nobody's known browser from the code; a mailed link brings no fresh codes", async () => {
    const { email, signedIn, id } = await person();
    const { secret } = await startTwoFactor(signedIn, { password });
    const now = () => Date.now();
    await enableTwoFactor(signedIn, { code: generateSync({ secret }) });
    const later = { ...ctx, clock: { ...ctx.clock, now: () => now() + 60_000 } };
    const code = generateSync({ secret, epoch: Math.floor(now() / 1000) + 60 });
    const enter = (client: string, typed: string, browsers: KnownBrowser[] = []) =>
      signIn(later, { email, password, code: typed }, client, browsers);
    const browser = await browserOf(id);
    const mailed = await browserOf(id, false);
    for (let i = 0; i < 20; i++)
      await expect(enter(newNetwork(), "not a code")).rejects.toMatchObject({ code: "invalid_input" });
    await expect(enter(newNetwork(), code)).rejects.toMatchObject(kept);
    await expect(enter(newNetwork(), code, [mailed])).rejects.toMatchObject(kept);
    expect(await enter(newNetwork(), code, [browser])).toMatchObject(proven);
  });

  test("a stolen session's wrong passwords and codes keep the owner's other session from nothing", async () => {
    const { signedIn } = await person();
    const at = (sessionId: string) => ({ ...signedIn, sessionId });
    const prove = (sessionId: string, typed: string) =>
      assertPassword(at(sessionId), {
        password: typed,
        path: "password",
        refused: "password.change_refused",
      });
    const [stolen, own] = [randomUUID(), randomUUID()];
    for (let i = 0; i < 10; i++)
      await expect(prove(stolen, "wrong")).rejects.toMatchObject({ code: "invalid_input" });
    await expect(prove(stolen, password)).rejects.toMatchObject({
      ...kept,
      message: expect.stringMatching(/, or sign out and in again\.$/),
    });
    await prove(own, password);
    const { secret } = await startTwoFactor(at(own), { password });
    for (let i = 0; i < 10; i++)
      await expect(enableTwoFactor(at(stolen), { code: "000 000 0" })).rejects.toMatchObject({
        code: "invalid_input",
      });
    await expect(enableTwoFactor(at(stolen), { code: generateSync({ secret }) })).rejects.toMatchObject(kept);
    await enableTwoFactor(at(own), { code: generateSync({ secret }) });
  });

  test("a stranger mails a person a bounded number of links, and the person still gets theirs", async () => {
    const { email, id } = await person();
    const stranger = newNetwork();
    const ask = (client: string, browsers: KnownBrowser[] = []) =>
      requestPasswordReset(ctx, { email }, { client, language: "en", browsers });
    for (let i = 0; i < 3; i++) await ask(stranger);
    for (let i = 0; i < 20; i++) await expect(ask(stranger)).rejects.toMatchObject(kept);
    await ask(newNetwork());
    await ask(newNetwork());
    await ask(newNetwork());
    const refused = await ask(newNetwork()).catch((error) => error);
    expect(refused.message).toMatch(
      /^Too many links were asked for\. Open the newest one in your mailbox, or ask again in 30 minutes\.$/,
    );
    const mails = () => server.mails.filter(({ to }) => to[0] === email);
    await until("the mails", async () => mails().length === 6);
    // Every link that a stranger had mailed is as good as the person's own.
    for (const { text } of mails()) {
      const [, token = ""] = /token=([\w-]{43})/.exec(text) ?? [];
      expect(
        await db.database.pool.query(
          "SELECT 1 FROM one_time_tokens WHERE token_hash = encode(sha256($1::bytea), 'hex') AND used_at IS NULL",
          [token],
        ),
      ).toMatchObject({ rowCount: 1 });
    }
    await ask(stranger, [await browserOf(id)]);
    await until("the owner's own", async () => mails().length === 7);
  });

  test("neighbours behind the same address keep nobody from a link that is theirs", async () => {
    const shared = newNetwork();
    const visitor = { client: shared, language: "en" as const };
    for (let i = 0; i < 20; i++) {
      const guess = { token: randomBytes(32).toString("base64url"), password };
      await expect(resetPassword(ctx, guess, visitor)).rejects.toMatchObject({ code: "forbidden" });
    }
    const guess = { token: randomBytes(32).toString("base64url"), password };
    await expect(resetPassword(ctx, guess, visitor)).rejects.toMatchObject(kept);
    const { email } = await person();
    const link = await createResetLink(ctx, { email, baseUrl: portal });
    await resetPassword(ctx, { token: link.slice(-43), password: "a new password" }, visitor);

    for (let i = 0; i < 20; i++) await takeLimits(ctx, [limitOf("signUpByNetwork", shared)]);
    const admin = await person("admin");
    const { path } = await createInvite(admin.signedIn, {});
    await signUp(ctx, { email: newEmail(), password, invite: path.slice(-43) }, shared);

    await db.database.pool.query("UPDATE users SET role = 'tenant'");
    const first = (await createFirstAdminLink(ctx, { baseUrl: portal })) ?? "";
    await claimFirstAdmin(ctx, { token: first.slice(-43), email: newEmail(), password }, shared);
  });

  test("many accounts make the portal ask one mailbox ten times an hour at most", async () => {
    const victim = newEmail();
    for (let i = 0; i < 10; i++) {
      const { signedIn } = await person();
      await changeEmail(signedIn, { email: victim, password }, "en");
    }
    const { signedIn } = await person();
    await expect(changeEmail(signedIn, { email: victim, password }, "en")).rejects.toMatchObject(kept);
    await changeEmail(signedIn, { email: newEmail(), password }, "en");
  });
});
