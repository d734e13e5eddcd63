import type { Page } from "@playwright/test";
import { expect, graveFindings, newBot, signIn, test } from "./fixtures";

/** By its keys, which a page hears once its script runs. */
async function openPalette(page: Page) {
  const field = page.getByRole("combobox", { name: "A bot's name, a page, an act…" });
  await expect(async () => {
    await page.keyboard.press("Control+k");
    await expect(field).toBeFocused({ timeout: 2_000 });
  }).toPass();
  return field;
}

test("by keyboard alone: a bot is found by its name, a part of it opened, the colours changed", async ({
  page,
  hookline,
}) => {
  const owner = await hookline.account();
  const bot = await newBot(hookline, owner, "polling");
  await signIn(page, owner);
  await expect(page.getByRole("button", { name: "Account", exact: true })).toBeVisible();
  const field = await openPalette(page);
  await field.fill(`@${bot.username}`);
  await expect(page.getByRole("option")).toHaveText([new RegExp(bot.username)]);
  await page.keyboard.press("Enter");
  await page.waitForURL(`**/bots/${bot.id}`);

  await page.keyboard.press("Meta+k");
  await expect(page.getByRole("dialog").getByRole("option", { selected: true })).toHaveText("Overview");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL(`**/bots/${bot.id}/replies`);

  await openPalette(page);
  await field.fill("dark");
  await page.keyboard.press("Enter");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await expect(page.getByRole("button", { name: "Dark" })).toHaveAttribute("aria-pressed", "true");

  await openPalette(page);
  await field.fill("time");
  await expect(page.getByRole("dialog").getByRole("option", { selected: true })).toHaveText("Timeline");
  await page.keyboard.press("Enter");
  await page.waitForURL(`**/bots/${bot.id}/timeline`);
  await openPalette(page);
  await field.fill("alerts");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/account#alerts");
  await expect(page.getByRole("heading", { name: "Alerts" })).toBeInViewport();

  await openPalette(page);
  await field.fill("no bot is called this");
  await expect(page.getByText("Nothing by that name.")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(field).toBeHidden();
});

test("an admin reaches every page of the administration by keyboard", async ({ page, hookline }) => {
  await signIn(page, await hookline.account("admin"));
  for (const [text, path] of [
    ["fleet", "/admin"],
    ["moving", "/admin/migration"],
    ["processes", "/admin/processes"],
    ["users", "/admin/users"],
    ["audit", "/admin/audit"],
  ] as const) {
    const field = await openPalette(page);
    await field.fill(text);
    await expect(page.getByRole("dialog").getByRole("option", { selected: true })).toBeVisible();
    await page.keyboard.press("Enter");
    await page.waitForURL(`**${path}`);
  }
});

test("it opens from its button at 360 px, is accessible, and finds nobody else's bots", async ({
  page,
  hookline,
}) => {
  const [owner, stranger] = [await hookline.account(), await hookline.account()];
  const bot = await newBot(hookline, owner, "polling");
  await page.setViewportSize({ width: 360, height: 740 });
  await signIn(page, stranger);
  await page.getByRole("button", { name: "Go to or do" }).click();
  await expect(page.getByRole("option").first()).toBeVisible();
  expect(await graveFindings(page, "dialog")).toEqual([]);
  await page.getByRole("combobox").fill(bot.username);
  await expect(page.getByText("Nothing by that name.")).toBeVisible();
});
