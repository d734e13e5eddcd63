import type { Cookie, Page } from "@playwright/test";
import { test as base, expect, graveFindings, newBot, overflowOf, signIn } from "./fixtures";

/** The widest that Telegram lets a name and a username be. */
const longName = "W".repeat(64);
const longest = (end: string) => "W".repeat(32 - end.length) + end;

interface Signed {
  /** What an admin's browser keeps after signing in. */
  cookies: Cookie[];
  /** What the addresses of that admin's pages name: a bot, its update that was answered, and a bot that got none. */
  ids: { bot: number; update: number; quiet: number };
}

const test = base.extend<object, { signed: Signed }>({
  signed: [
    async ({ browser, hookline }, use) => {
      const admin = await hookline.account("admin", `${"w".repeat(64)}@${"w".repeat(63)}.example.org`);
      const bot = await newBot(hookline, admin, "polling", longName, longest("e2e_bot"));
      const quiet = await newBot(hookline, admin, "webhook", longName, longest("quiet_bot"));
      const { update_id } = hookline.simulator.sendMessage(bot.telegram.id, {
        chat_id: 31,
        text: "/start",
        first_name: longName,
      });
      const page = await browser.newPage({ baseURL: hookline.url });
      await signIn(page, admin);
      await page.goto(`/bots/${bot.id}/updates`);
      await expect(page.getByRole("link", { name: /Handled Message/ })).toBeVisible();
      const ids = { bot: bot.id, update: update_id ?? Number.NaN, quiet: quiet.id };
      await use({ cookies: await page.context().cookies(), ids });
      await page.context().close();
    },
    { scope: "worker" },
  ],
});

/** One load in every look: what a page is made of is the same in all, and its sizes and colours are CSS. */
async function checkPage(page: Page, path: string): Promise<void> {
  const html = await (await page.goto(path))?.text();
  // One that is streamed after its page is gone for 300 ms now and then when the page is shown anew.
  expect(html, "a title in the head").toMatch(/<head>.*<title>[^<]+<\/title>.*<\/head>/s);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 860 });
    expect(await overflowOf(page), `scrolls sideways at ${width} px`).toBe(0);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await graveFindings(page), `${colorScheme} at ${width} px, by axe`).toEqual([]);
    }
  }
}

test.describe("accessible in light and dark, and no wider than 360 px", () => {
  for (const path of ["/", "/sign-in", "/sign-up", "/setup?token=used-up"]) {
    test(path, async ({ page }) => checkPage(page, path));
  }

  for (const path of [
    "/bots",
    "/bots/new",
    "/bots/{bot}/welcome",
    "/bots/{bot}",
    "/bots/{bot}/replies",
    "/bots/{bot}/updates",
    "/bots/{bot}/updates?open={update}",
    "/bots/{quiet}/updates",
    "/bots/{bot}/messages",
    "/bots/{bot}/timeline",
    "/bots/{bot}/settings",
    "/account",
    "/admin",
    "/admin/bots/{bot}",
    "/admin/users",
    "/admin/migration",
    "/admin/processes",
    "/admin/audit",
  ]) {
    test(path, async ({ page, signed: { cookies, ids } }) => {
      await page.context().addCookies(cookies);
      await checkPage(
        page,
        path.replaceAll(/\{(\w+)\}/g, (_, name: keyof typeof ids) => `${ids[name]}`),
      );
    });
  }
});

test("the chosen colours hold from the first paint of the next visit", async ({ page, hookline }) => {
  await signIn(page, await hookline.account());
  await page.getByRole("button", { name: "Dark" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  const answer = await page.request.get("/bots");
  expect(await answer.text()).toContain('data-theme="dark"');
});
