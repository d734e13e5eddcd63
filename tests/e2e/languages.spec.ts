import type { Page } from "@playwright/test";
import { englishOn } from "../support/english-left-over";
import type { Account } from "../support/hookline";
import { expect, newBot, overflowOf, repliesOf, test } from "./fixtures";

test.use({ locale: "ru-RU" });

async function signInInRussian(page: Page, { email, password }: Pick<Account, "email" | "password">) {
  await page.goto("/sign-in");
  await page.getByLabel("Эл. почта").fill(email);
  await page.getByLabel("Пароль", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Войти", exact: true }).click();
  await page.waitForURL("**/bots");
}

const html = (page: Page) => page.locator("html");

/** Nothing of a page is English, it fits 360 px, and no button's text is cut there. */
async function checkPage(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(html(page)).toHaveAttribute("lang", "ru");
  expect.soft(await englishOn(page), path).toEqual([]);
  await page.setViewportSize({ width: 360, height: 740 });
  expect.soft(await overflowOf(page), `${path} scrolls sideways at 360 px`).toBe(0);
  expect.soft(await cutButtons(page), `${path} at 360 px`).toEqual([]);
  await page.setViewportSize({ width: 1280, height: 860 });
}

/** Buttons and tabs whose text does not fit them. */
const cutButtons = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>("button, [role=tab], nav a")]
      .filter((button) => button.checkVisibility() && button.scrollWidth > button.clientWidth + 1)
      .map((button) => button.textContent ?? ""),
  );

test.describe("in Russian", () => {
  test.setTimeout(180_000);

  test("a first visit follows the browser, and nothing before the sign-in is English", async ({
    page,
    expectedComplaints,
  }) => {
    expectedComplaints.patterns.push(/404/);
    for (const path of [
      "/",
      "/sign-in",
      "/sign-up",
      "/forgot-password",
      "/reset-password?token=used-up",
      "/confirm-email?token=used-up",
      "/setup?token=used-up",
      "/no-such-page",
    ]) {
      await checkPage(page, path);
    }
  });

  test("what a form refuses is told in Russian", async ({ page }) => {
    await page.goto("/sign-up");
    await page.getByLabel("Эл. почта").fill("somebody@example.org");
    await page.getByLabel("Пароль", { exact: true }).fill("password");
    await page.getByRole("button", { name: "Создать аккаунт" }).click();
    await expect(page.getByText("Этот пароль пробуют первым. Выберите другой.")).toBeVisible();
    expect(await englishOn(page)).toEqual([]);
    await page.goto("/sign-in");
    await page.getByLabel("Эл. почта").fill("nobody@example.org");
    await page.getByLabel("Пароль", { exact: true }).fill("not it");
    await page.getByRole("button", { name: "Войти", exact: true }).click();
    await expect(page.getByText("Адрес и пароль не подходят друг к другу.")).toBeVisible();
    expect(await englishOn(page)).toEqual([]);
  });

  test("nothing of a tenant's pages is English", async ({ page, hookline }) => {
    const owner = await hookline.account();
    await signInInRussian(page, owner);
    await page.goto("/bots/new");
    const telegram = hookline.simulator.createBot({ username: "po_russki_bot", first_name: "Проверка" });
    await page.getByLabel("Токен бота").fill(telegram.token);
    await page.getByRole("button", { name: "Дальше" }).click();
    await page.getByRole("button", { name: "Зарегистрировать @po_russki_bot" }).click();
    await page.waitForURL("**/welcome");
    const base = new URL(page.url()).pathname.replace("/welcome", "");
    const { update_id } = hookline.simulator.sendMessage(telegram.id, { chat_id: 31, text: "/start" });
    await page.goto(`${base}/updates`);
    await expect(page.getByRole("link", { name: /Обработано/ })).toBeVisible();
    for (const path of [
      "/bots",
      "/bots?search=nothing-like-it",
      "/bots/new",
      `${base}/welcome`,
      base,
      `${base}/replies`,
      `${base}/updates?open=${update_id}`,
      `${base}/messages`,
      `${base}/timeline`,
      `${base}/settings`,
      "/account",
    ]) {
      await checkPage(page, path);
    }
    expect(repliesOf(hookline, telegram.id)[0], "a new bot's greeting").toMatch(/^Здравствуйте, /);
  });

  test("nothing of an admin's pages and of the palette is English", async ({ page, hookline }) => {
    const admin = await hookline.account("admin");
    const bot = await newBot(hookline, admin, "polling", "Проверка");
    await signInInRussian(page, admin);
    for (const path of [
      "/admin",
      `/admin/bots/${bot.id}`,
      "/admin/users",
      "/admin/migration",
      "/admin/processes",
      "/admin/audit",
    ]) {
      await checkPage(page, path);
    }
    await page.keyboard.press("Control+k");
    await expect(page.getByRole("dialog").getByRole("combobox")).toBeFocused();
    await expect(page.getByRole("option").first()).toBeVisible();
    expect(await englishOn(page), "the palette").toEqual([]);
  });

  test("an admin's page tells a tenant in Russian that it is not theirs", async ({
    page,
    hookline,
    expectedComplaints,
  }) => {
    expectedComplaints.patterns.push(/403/);
    await signInInRussian(page, await hookline.account());
    await checkPage(page, "/admin");
  });
});

test("a choice holds against the browser, goes with the account, and is taken back in the menu", async ({
  page,
  browser,
  hookline,
}) => {
  const person = await hookline.account();
  await page.goto("/sign-in");
  await page.getByLabel("Эл. почта").fill(person.email);
  await page.getByRole("button", { name: "English" }).click();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await expect(html(page)).toHaveAttribute("lang", "en");
  await expect(page.getByLabel("Email"), "what was typed stays").toHaveValue(person.email);
  await page.getByLabel("Password", { exact: true }).fill(person.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL("**/bots");
  await expect(page.getByRole("heading", { name: "Bots", exact: true })).toBeVisible();

  await page.getByRole("button", { name: "Account", exact: true }).click();
  await expect(page.getByRole("menuitemradio", { name: "English" })).toBeChecked();
  await page.getByRole("menuitemradio", { name: "Русский" }).click();
  await expect(page.getByRole("heading", { name: "Боты", exact: true })).toBeVisible();
  await expect(html(page)).toHaveAttribute("lang", "ru");
  await expect(page).toHaveTitle("Боты · Hookline");

  const elsewhere = await browser.newContext({ baseURL: hookline.url, locale: "en-GB" });
  const other = await elsewhere.newPage();
  await other.goto("/sign-in");
  await other.getByLabel("Email").fill(person.email);
  await other.getByLabel("Password", { exact: true }).fill(person.password);
  await other.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(other.getByRole("heading", { name: "Боты", exact: true })).toBeVisible();
  await elsewhere.close();

  await page.getByRole("button", { name: "Аккаунт", exact: true }).click();
  await page.getByRole("menuitemradio", { name: "English" }).click();
  await expect(page.getByRole("heading", { name: "Bots", exact: true })).toBeVisible();
  await expect(html(page)).toHaveAttribute("lang", "en");
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("the language of the sign-in page is changed as well", async ({ page }) => {
    await page.goto("/sign-in");
    await expect(page.getByRole("heading", { name: "Вход" })).toBeVisible();
    await page.getByRole("button", { name: "English" }).click();
    await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
    await expect(html(page)).toHaveAttribute("lang", "en");
  });
});
