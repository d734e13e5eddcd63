import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, newBot, overflowOf, signIn, test } from "./fixtures";

const visitorPages = ["/", "/sign-in", "/sign-up", "/setup?token=used-up"];

/** What axe calls serious or critical, as lines that name the rule and the element. */
async function graveFindings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
}

async function checkPage(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  expect(await graveFindings(page), `${path}, by axe`).toEqual([]);
  await page.setViewportSize({ width: 360, height: 740 });
  expect(await overflowOf(page), `${path} scrolls sideways at 360 px`).toBe(0);
  expect(await graveFindings(page), `${path} at 360 px, by axe`).toEqual([]);
  await page.setViewportSize({ width: 1280, height: 860 });
}

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(`${colorScheme} pages`, () => {
    test.use({ colorScheme });
    test.setTimeout(180_000);

    test("are accessible and fit 360 px before signing in", async ({ page }) => {
      for (const path of visitorPages) await checkPage(page, path);
    });

    test("are accessible and fit 360 px after signing in", async ({ page, hookline }) => {
      const admin = await hookline.account("admin");
      const bot = await newBot(hookline, admin, "polling");
      const { update_id } = hookline.simulator.sendMessage(bot.telegram.id, { chat_id: 31, text: "/start" });
      await signIn(page, admin);
      await page.goto(`/bots/${bot.id}/updates`);
      await expect(page.getByRole("link", { name: /Handled Message/ })).toBeVisible();
      for (const path of [
        "/bots",
        "/bots/new",
        `/bots/${bot.id}/welcome`,
        `/bots/${bot.id}`,
        `/bots/${bot.id}/replies`,
        `/bots/${bot.id}/updates`,
        `/bots/${bot.id}/updates?open=${update_id}`,
        `/bots/${bot.id}/messages`,
        `/bots/${bot.id}/timeline`,
        `/bots/${bot.id}/settings`,
        "/account",
        "/admin",
        `/admin/bots/${bot.id}`,
        "/admin/users",
        "/admin/migration",
        "/admin/processes",
        "/admin/audit",
      ]) {
        await checkPage(page, path);
      }
    });
  });
}

test("the chosen colours hold from the first paint of the next visit", async ({ page, hookline }) => {
  await signIn(page, await hookline.account());
  await page.getByRole("button", { name: "Dark" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  const answer = await page.request.get("/bots");
  expect(await answer.text()).toContain('data-theme="dark"');
});
