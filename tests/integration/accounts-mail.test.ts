import { randomUUID } from "node:crypto";
import { generateSync } from "otplib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { changeEmail } from "../../lib/accounts/change-email";
import { changePassword } from "../../lib/accounts/change-password";
import { chooseLanguage } from "../../lib/accounts/choose-language";
import { confirmEmail, emailToConfirm } from "../../lib/accounts/confirm-email";
import { createUser } from "../../lib/accounts/create-user";
import { enableTwoFactor } from "../../lib/accounts/enable-two-factor";
import { openSession } from "../../lib/accounts/open-session";
import { requestPasswordReset } from "../../lib/accounts/request-password-reset";
import { resetLinkIsOpen, resetPassword } from "../../lib/accounts/reset-password";
import { setDisabled } from "../../lib/accounts/set-disabled";
import { signIn } from "../../lib/accounts/sign-in";
import { startTwoFactor } from "../../lib/accounts/start-two-factor";
import { verifyPassword } from "../../lib/accounts/verify-password";
import { parseConfig } from "../../lib/config/env";
import { createLogger } from "../../lib/core/log";
import { findLivingSessions } from "../../lib/data/sessions";
import { createMailer, type Mailer } from "../../lib/mail/mailer";
import { type AccountServices, accountServices, provenBy } from "../support/accounts";
import { createTestDatabase, type TestDatabase } from "../support/database";
import { startMailServer, type TestMailServer } from "../support/mail-server";
import { until } from "../support/system";

const password = "correct horse battery";
const portal = "https://portal.example.org";
const void_ = { code: "forbidden" };

describe("mail of accounts", () => {
  let db: TestDatabase;
  let server: TestMailServer;
  let mailer: Mailer;
  let ctx: AccountServices & Parameters<typeof confirmEmail>[0];
  let clients = 0;

  beforeAll(async () => {
    [db, server] = await Promise.all([createTestDatabase(), startMailServer()]);
    const config = parseConfig({ SMTP_URL: server.url, NEXTAUTH_URL: portal });
    mailer = createMailer(server.url, portal);
    ctx = { ...accountServices(db), config, log: createLogger("silent", "test"), mail: mailer };
  });
  afterAll(async () => {
    mailer.close();
    await Promise.all([db.drop(), server.close()]);
  });

  const newEmail = () => `${randomUUID()}@example.org`;
  const visitor = () => ({ client: `192.0.2.${++clients % 255}`, language: "en" as const });
  const person = async (role: "tenant" | "admin" = "tenant") => {
    const user = await createUser(ctx, { email: newEmail(), password, role });
    return { ...user, signedIn: { ...ctx, actor: { userId: user.id, role } } };
  };
  const mailTo = (address: string, subject: string, texts = "") =>
    until(`mail to ${address}`, async () =>
      server.mails.find(
        ({ to, text }) => to[0] === address && text.includes(`Subject: ${subject}`) && text.includes(texts),
      ),
    );
  const tokenIn = ({ text }: { text: string }, path: string) => {
    const [, token = ""] = new RegExp(`${portal}/${path}\\?token=([A-Za-z0-9_-]{43})`).exec(text) ?? [];
    expect(token).not.toBe("");
    return token;
  };
  const askReset = async (email: string) => {
    await requestPasswordReset(ctx, { email }, visitor());
    return tokenIn(await mailTo(email, "Choose a new password"), "reset-password");
  };
  const emailOf = async (id: number) => (await db.database.prisma.user.findUnique({ where: { id } }))?.email;

  test("a new address is used once its own mailbox has confirmed it; the old one is told and keeps nothing", async () => {
    const { id, email: old, signedIn } = await person();
    const reset = await askReset(old);
    const email = newEmail();
    expect(await changeEmail(signedIn, { email: ` ${email.toUpperCase()}`, password }, "en")).toEqual({
      outcome: "mail_sent",
    });
    expect(await emailOf(id), "not before").toBe(old);
    const mail = await mailTo(email, "Confirm your new address");
    expect(mail.from).toBe("hookline@portal.example.org");
    const token = tokenIn(mail, "confirm-email");
    expect(await emailToConfirm(ctx, token)).toBe(email);
    const tries = await Promise.allSettled([1, 2].map(() => confirmEmail(ctx, { token }, visitor())));
    expect(tries.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await emailOf(id)).toBe(email);
    expect(await verifyPassword(ctx, { email: old, password })).toBeUndefined();
    expect((await mailTo(old, "The address of your account was changed")).text).toContain(email);
    expect(await resetLinkIsOpen(ctx, reset), "a link that the old mailbox holds").toBe(false);
  });

  test("asking for an address that is taken answers alike; the mail tells its owner, and changes nothing", async () => {
    const [owner, asker] = [await person(), await person()];
    expect(await changeEmail(asker.signedIn, { email: owner.email, password }, "en")).toEqual({
      outcome: "mail_sent",
    });
    const { text } = await mailTo(owner.email, "This address has an account already");
    expect(text).not.toContain("token=");
    expect(await emailOf(asker.id)).toBe(asker.email);
  });

  test("an address that was taken after the mail went is not taken twice", async () => {
    const { id, email: old, signedIn } = await person();
    const email = newEmail();
    await changeEmail(signedIn, { email, password }, "en");
    const token = tokenIn(await mailTo(email, "Confirm your new address"), "confirm-email");
    await createUser(ctx, { email, password });
    await expect(confirmEmail(ctx, { token }, visitor())).rejects.toMatchObject(void_);
    expect(await emailOf(id)).toBe(old);
  });

  test("mails speak the language their account chose, whatever the page that sent them speaks", async () => {
    const [owner, asker] = [await person(), await person()];
    const email = newEmail();
    await chooseLanguage(owner.signedIn, { language: "ru" });
    await requestPasswordReset(ctx, { email: owner.email }, visitor());
    const reset = await mailTo(owner.email, "", "Выберите новый в течение часа:");
    await changeEmail(asker.signedIn, { email: owner.email, password }, "en");
    await mailTo(owner.email, "", "У адреса уже есть свой аккаунт");
    await changeEmail(owner.signedIn, { email, password }, "ru");
    await resetPassword(
      ctx,
      { token: tokenIn(reset, "reset-password"), password: "a new password" },
      visitor(),
    );
    await mailTo(owner.email, "", "только что сменили");
    const token = tokenIn(await mailTo(email, "", "Подтвердите его в течение часа:"), "confirm-email");
    await confirmEmail(ctx, { token }, visitor());
    await mailTo(owner.email, "", "Прежний адрес доступа больше не даёт.");
  });

  test("a new address takes the password, and five an hour are enough", async () => {
    const { signedIn } = await person();
    const wrong = changeEmail(signedIn, { email: newEmail(), password: "not it" }, "en");
    await expect(wrong).rejects.toMatchObject({ facts: { issues: [{ path: "password" }] } });
    for (let i = 0; i < 5; i++) await changeEmail(signedIn, { email: newEmail(), password }, "en");
    const sixth = changeEmail(signedIn, { email: newEmail(), password }, "en");
    await expect(sixth).rejects.toMatchObject({ code: "rate_limited" });
  });

  test("without mail a new address counts at once, and a taken one is refused", async () => {
    const [owner, { id, signedIn }] = [await person(), await person()];
    const without = { ...signedIn, mail: undefined };
    const email = newEmail();
    expect(await changeEmail(without, { email, password }, "en")).toEqual({ outcome: "changed" });
    expect(await emailOf(id)).toBe(email);
    const taken = changeEmail(without, { email: owner.email, password }, "en");
    await expect(taken).rejects.toMatchObject({
      code: "invalid_input",
      facts: { issues: [{ path: "email" }] },
    });
    expect(await emailOf(id)).toBe(email);
  });

  test("a forgotten password is chosen anew by a link, once, and every session ends", async () => {
    const { email } = await person();
    const account = await provenBy(signIn(ctx, { email, password }, visitor().client));
    const session = await openSession(ctx, account, { address: "192.0.2.1", userAgent: null });
    const token = await askReset(email);
    expect(await resetLinkIsOpen(ctx, token)).toBe(true);
    await expect(resetPassword(ctx, { token, password: "short" }, visitor())).rejects.toMatchObject({
      code: "invalid_input",
    });
    const tries = await Promise.allSettled(
      ["the first new one", "the second new one"].map((fresh) =>
        resetPassword(ctx, { token, password: fresh }, visitor()),
      ),
    );
    expect(tries.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await verifyPassword(ctx, { email, password })).toBeUndefined();
    expect(await findLivingSessions(db.database, [session])).toEqual(new Map());
    await mailTo(email, "Your password was changed");
  });

  test("an unknown and a disabled address get the same answer and no mail", async () => {
    const [admin, locked] = [await person("admin"), await person()];
    await setDisabled(admin.signedIn, { userId: locked.id, disabled: true });
    const before = server.mails.length;
    const audits = () => db.database.prisma.auditEntry.count({ where: { action: "password.reset_asked" } });
    const asked = await audits();
    for (const email of [newEmail(), locked.email]) {
      expect(await requestPasswordReset(ctx, { email }, visitor())).toBeUndefined();
    }
    await until("both are noted", async () => (await audits()) === asked + 2);
    const { email } = await person();
    await askReset(email);
    expect(server.mails.slice(before).map(({ to }) => to[0])).toEqual([email]);
  });

  test("a changed password and an hour end a link, a newer one does not: anybody may ask for that", async () => {
    const { email, signedIn, id } = await person();
    const first = await askReset(email);
    await requestPasswordReset(ctx, { email }, visitor());
    const mails = () => server.mails.filter(({ to }) => to[0] === email);
    await until("its mail", async () => mails().length === 2);
    const [, newer] = mails();
    const second = tokenIn(newer ?? { text: "" }, "reset-password");
    expect([await resetLinkIsOpen(ctx, first), await resetLinkIsOpen(ctx, second)]).toEqual([true, true]);
    await db.database.pool.query("UPDATE one_time_tokens SET expires_at = now() WHERE user_id = $1", [id]);
    expect(await resetLinkIsOpen(ctx, second)).toBe(false);
    await expect(
      resetPassword(ctx, { token: second, password: "a new password" }, visitor()),
    ).rejects.toMatchObject(void_);
    await db.database.pool.query(
      "UPDATE one_time_tokens SET expires_at = now() + interval '1 hour' WHERE user_id = $1",
      [id],
    );
    await changePassword(
      signedIn,
      { currentPassword: password, newPassword: "a new password" },
      { sessionId: randomUUID() },
    );
    expect(await resetLinkIsOpen(ctx, second)).toBe(false);
  });

  test("one link that is used ends the others", async () => {
    const { email } = await person();
    const first = await askReset(email);
    await requestPasswordReset(ctx, { email }, visitor());
    const mails = () => server.mails.filter(({ to }) => to[0] === email);
    await until("the second mail", async () => mails().length === 2);
    const second = tokenIn(mails()[1] ?? { text: "" }, "reset-password");
    await resetPassword(ctx, { token: first, password: "a new password" }, visitor());
    expect(await resetLinkIsOpen(ctx, second)).toBe(false);
  });

  test("a link does not get past a second factor", async () => {
    const { email, signedIn } = await person();
    const { secret } = await startTwoFactor(signedIn, { password });
    await enableTwoFactor(signedIn, { code: generateSync({ secret }) });
    await resetPassword(ctx, { token: await askReset(email), password: "a new password" }, visitor());
    expect(await signIn(ctx, { email, password: "a new password" }, visitor().client)).toEqual({
      outcome: "code_needed",
    });
  });

  test("an address cannot name further receivers or write headers", async () => {
    const { signedIn } = await person();
    for (const email of [
      "a@example.org, b@example.org",
      "a@example.org\r\nBcc: b@example.org",
      "<a@example.org>",
    ]) {
      await expect(changeEmail(signedIn, { email, password }, "en")).rejects.toMatchObject({
        code: "invalid_input",
      });
    }
  });

  test("mail in Russian arrives as it was written", async () => {
    const { email } = await person();
    await requestPasswordReset(ctx, { email }, { ...visitor(), language: "ru" });
    const { text } = await until("the mail", async () => server.mails.find(({ to }) => to[0] === email));
    expect(text).toContain("Если это не вы, ничего не делайте");
  });

  test("a server that takes nothing is said to the person who waits, and to nobody else", async () => {
    const broken = await startMailServer();
    const silent = createMailer(broken.url, portal);
    broken.refuse(true);
    try {
      const { email, signedIn } = await person();
      const asking = changeEmail({ ...signedIn, mail: silent }, { email: newEmail(), password }, "en");
      await expect(asking).rejects.toMatchObject({ code: "unavailable" });
      await requestPasswordReset({ ...ctx, mail: silent }, { email }, visitor());
    } finally {
      silent.close();
      await broken.close();
    }
  });
});

test("mail needs to know where the portal is", () => {
  expect(() => parseConfig({ SMTP_URL: "smtp://mail.example.org" })).toThrow(/NEXTAUTH_URL/);
  expect(() => parseConfig({ SMTP_URL: "https://mail.example.org", NEXTAUTH_URL: portal })).toThrow(
    /SMTP_URL/,
  );
});
