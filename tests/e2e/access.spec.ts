import { createFirstAdminLink } from "../../lib/accounts/create-first-admin-link";
import { startHookline } from "../support/hookline";
import { expect, newBot, signIn, test } from "./fixtures";

test("a signed-out visitor comes back to the page they asked for", async ({ page, hookline }) => {
  const person = await hookline.account();
  await page.goto("/account");
  await expect(page).toHaveURL(/\/sign-in\?next=%2Faccount/);
  await page.getByLabel("Email").fill(person.email);
  await page.getByLabel("Password", { exact: true }).fill("not the password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText("That email address and password do not match.")).toBeVisible();
  await expect(page.getByLabel("Email")).toHaveValue(person.email);
  await page.getByLabel("Password", { exact: true }).fill(person.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL("**/account");
  await page.getByRole("button", { name: "Account", exact: true }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await page.waitForURL("**/sign-in");
});

test.describe("pages that are not there", () => {
  // The browser itself reports the document's status 404 in the console.
  test.use({ expectedComplaints: { patterns: [/status of 40[34]/] } });

  test("another tenant's bot answers like one that does not exist; an admin's page says whom it is for", async ({
    page,
    hookline,
  }) => {
    const [owner, stranger] = [await hookline.account(), await hookline.account()];
    const bot = await newBot(hookline, owner, "polling");
    await signIn(page, stranger);
    for (const path of [
      `/bots/${bot.id}`,
      `/bots/${bot.id}/updates`,
      `/bots/${bot.id}/settings`,
      "/bots/999999",
      "/bots/x",
    ]) {
      await page.goto(path);
      await expect(page.getByRole("heading", { name: "There is nothing here" })).toBeVisible();
      await expect(page.getByText(bot.username)).toHaveCount(0);
    }
    for (const path of [
      "/admin",
      "/admin/users",
      "/admin/migration",
      "/admin/processes",
      "/admin/audit",
      `/admin/bots/${bot.id}`,
      "/admin/bots/999999",
    ]) {
      await page.goto(path);
      await expect(page.getByRole("heading", { name: "This page is for admins" })).toBeVisible();
      await expect(page.getByText(bot.username)).toHaveCount(0);
    }
    expect((await page.request.get("/admin/audit/export")).status()).toBe(403);
    expect((await page.request.get(`/bots/${bot.id}/door`)).status()).toBe(404);
  });
});

test("a wrong, a malformed and a known token each get their own way out", async ({ page, hookline }) => {
  const owner = await hookline.account();
  const bot = await newBot(hookline, owner, "polling");
  await signIn(page, owner);
  await page.goto("/bots/new");
  const field = page.getByLabel("Bot token");
  const check = async (token: string, title: string) => {
    await field.fill(token);
    await field.blur();
    await expect(page.getByText(title)).toBeVisible();
  };
  await check("hello", "That is not a bot token");
  await check(`123456789:${"A".repeat(35)}`, "Telegram does not know this token");
  await check(bot.telegram.token, "This bot is registered already");
  await expect(page.getByRole("button", { name: /^Register @/ })).toHaveCount(0);
  await expect(page).toHaveURL(/\/bots\/new$/);
});

test("a bot that another system receives for, and what waits for it, are said before registering", async ({
  page,
  hookline,
}) => {
  const owner = await hookline.account();
  const telegram = hookline.simulator.createBot({ username: "foreign_hook_bot", first_name: "Foreign" });
  for (let n = 0; n < 3; n += 1) hookline.simulator.sendMessage(telegram.id, { chat_id: 9, text: `${n}` });
  await fetch(`${hookline.simulator.url}/bot${telegram.token}/setWebhook`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ url: `${hookline.simulator.url}/elsewhere` }),
  });
  await signIn(page, owner);
  await page.goto("/bots/new");
  await page.getByLabel("Bot token").fill(telegram.token);
  await page.getByLabel("Bot token").blur();
  await expect(page.getByText("@foreign_hook_bot").first()).toBeVisible();
  const host = new URL(hookline.simulator.url).host;
  await expect(page.getByText(`This bot sends its updates to ${host} now`)).toBeVisible();
  await page.getByLabel(/Drop 3 waiting updates/).check();
  await page.getByRole("button", { name: "Register @foreign_hook_bot" }).click();
  await page.waitForURL(/\/bots\/\d+\/welcome$/);
  await expect(page.getByText("No data yet")).toBeVisible();
  expect(hookline.simulator.bot(telegram.id).pending).toBe(0);
});

test("the first-admin link makes one admin, once; an invitation one tenant", async ({ page }) => {
  const fresh = await startHookline();
  try {
    const link = await createFirstAdminLink({ data: fresh.db.database }, { baseUrl: fresh.url });
    await page.goto(link ?? "");
    await page.getByLabel("Email").fill("boss@example.org");
    await page.getByLabel("Password", { exact: true }).fill("watch the whole fleet");
    await page.getByRole("button", { name: "Create the admin account" }).click();
    await page.waitForURL("**/bots");
    await page.getByRole("link", { name: "Users" }).click();
    await page.getByLabel("Email").fill("guest@example.org");
    await page.getByRole("button", { name: "Create a link" }).click();
    const invitation = await page.locator("code", { hasText: `${fresh.url}/sign-up?invite=` }).textContent();
    await page.getByRole("button", { name: "Account", exact: true }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await page.waitForURL("**/sign-in");

    await page.goto(link ?? "");
    await expect(page.getByText("This link is used up or out of date")).toBeVisible();

    await page.goto(invitation ?? "");
    await expect(page.getByLabel("Email")).toHaveValue("guest@example.org");
    await page.getByLabel("Password", { exact: true }).fill("a guest with a plan");
    await page.getByRole("button", { name: "Create account" }).click();
    await page.waitForURL("**/bots");
    await expect(page.getByRole("link", { name: "Fleet" })).toHaveCount(0);
  } finally {
    // Its event stream would be cut off, and the console would say so.
    await page.goto("about:blank");
    await fresh.close();
  }
});
