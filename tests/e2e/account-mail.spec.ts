import type { Page } from "@playwright/test";
import { type Account, type RunningHookline, startHookline } from "../support/hookline";
import { startMailServer, type TestMailServer } from "../support/mail-server";
import { expect, newBot, signIn, test } from "./fixtures";

/** The link in the mail that went to `to`, once it has come. */
async function linkIn(server: TestMailServer, to: string, path: string): Promise<string> {
  const pattern = new RegExp(`http\\S+/${path}\\?token=\\S+`);
  const links = () =>
    server.mails.flatMap((mail) => (mail.to[0] === to ? (pattern.exec(mail.text)?.slice(0, 1) ?? []) : []));
  await expect.poll(links, { message: `a mail to ${to}` }).not.toEqual([]);
  return links().at(-1) ?? "";
}

async function signInAt(page: Page, { url }: RunningHookline, person: Pick<Account, "email" | "password">) {
  await page.goto(`${url}/sign-in`);
  await page.getByLabel("Email").fill(person.email);
  await page.getByLabel("Password", { exact: true }).fill(person.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL("**/bots");
}

test.describe("where the deployment sends mail", () => {
  let server: TestMailServer;
  let mailing: RunningHookline;

  test.beforeAll(async () => {
    server = await startMailServer();
    mailing = await startHookline({ env: { SMTP_URL: server.url, FAILOVER_GRACE_MS: "300" } });
  });
  test.afterAll(async () => {
    await mailing.close();
    await server.close();
  });
  // The page's event stream would be cut off by the end, and the console would say so.
  test.afterEach(({ page }) => page.goto("about:blank"));

  test("a forgotten password is chosen anew by a link that works once", async ({ page }) => {
    const person = await mailing.account();
    await page.goto(`${mailing.url}/sign-in`);
    await page.getByRole("link", { name: "Forgot your password?" }).click();
    await page.waitForURL("**/forgot-password");
    await page.getByLabel("Email").fill(person.email);
    await page.getByRole("button", { name: "Send the link" }).click();
    await expect(page.getByText("Look into your mail")).toBeVisible();
    const reset = await linkIn(server, person.email, "reset-password");
    await page.goto(reset);
    await page.getByLabel("New password", { exact: true }).fill("a password of another kind");
    await page.getByRole("button", { name: "Set the password" }).click();
    await expect(page.getByText("Your password is set")).toBeVisible();
    await page.goto(reset);
    await expect(page.getByText("This link is used up or out of date")).toBeVisible();
    await signInAt(page, mailing, { ...person, password: "a password of another kind" });
  });

  test("a new address counts once its mailbox has confirmed it", async ({ page }) => {
    const person = await mailing.account();
    await signInAt(page, mailing, person);
    await page.goto(`${mailing.url}/account`);
    await page.getByLabel("New address").fill("moved@example.org");
    await page.getByLabel("Your password").fill(person.password);
    await page.getByRole("button", { name: "Change address" }).click();
    await expect(page.getByText("We sent a mail to the new address.")).toBeVisible();
    await page.goto(await linkIn(server, "moved@example.org", "confirm-email"));
    await page.getByRole("button", { name: "Use this address" }).click();
    await expect(page.getByText("You sign in with moved@example.org from now on.")).toBeVisible();
    await page.getByRole("link", { name: "To your account" }).click();
    await expect(page.getByText("You sign in with moved@example.org.")).toBeVisible();
  });

  test("a bot in trouble is told by mail, and the mail's link leads to the switches of such mails", async ({
    page,
  }) => {
    const person = await mailing.account();
    const bot = await newBot(mailing, person, "webhook");
    const setAside = await mailing.api(person, "PUT", `/bots/${bot.id}/quarantine/5`);
    expect(setAside.status).toBe(200);
    const choices = /http\S+\/account#alerts/;
    const alert = () => server.mails.find(({ to, text }) => to[0] === person.email && choices.test(text));
    await expect.poll(() => alert()?.text ?? "", { timeout: 30_000 }).toContain(`@${bot.username} needs you`);
    await signInAt(page, mailing, person);
    await page.goto(choices.exec(alert()?.text ?? "")?.[0] ?? "");
    const aside = page.getByRole("switch", { name: "Chats set aside" });
    await expect(aside).toBeChecked();
    await aside.click();
    await expect(aside).not.toBeChecked();
    await expect(aside).toBeEnabled();
    await page.getByRole("switch", { name: "By mail" }).click();
    await expect(page.getByRole("switch", { name: "Token refused" })).toBeDisabled();
    await expect(page.getByRole("switch", { name: "By mail" })).toBeEnabled();
    await page.reload();
    await expect(page.getByRole("switch", { name: "By mail" })).not.toBeChecked();
    await page.getByRole("switch", { name: "By mail" }).click();
    await expect(page.getByRole("switch", { name: "Token refused" })).toBeChecked();
    await expect(aside).not.toBeChecked();
  });
});

test("without mail a new address counts at once, and nothing speaks of forgotten passwords", async ({
  page,
  hookline,
}) => {
  const [person, other] = [await hookline.account(), await hookline.account()];
  await page.goto("/sign-in");
  await expect(page.getByRole("link", { name: "Forgot your password?" })).toHaveCount(0);
  await signIn(page, person);
  await page.goto("/account");
  await expect(page.getByText("This portal sends no mail")).toBeVisible();
  await expect(page.getByRole("switch", { name: "By mail" })).toHaveCount(0);
  const change = async (address: string) => {
    await page.getByLabel("New address").fill(address);
    await page.getByLabel("Your password").fill(person.password);
    await page.getByRole("button", { name: "Change address" }).click();
  };
  await change(other.email);
  await expect(page.getByText("This address cannot be used here. Choose another.")).toBeVisible();
  const fresh = `fresh-${person.email}`;
  await change(fresh);
  await expect(page.getByText(`You sign in with ${fresh}.`)).toBeVisible();
});
