import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { hostname } from "node:os";
import { dirname, join } from "node:path";
import type { Browser, Page } from "@playwright/test";
import { type Account, type RunningHookline, startHookline } from "../support/hookline";
import { expect, signIn, test, waitForWholePages } from "./fixtures";

/*
 * Every screen, compared with its picture in tests/e2e/looks. Whoever changes a screen on purpose takes the pictures anew
 * (`npx playwright test looks --update-snapshots`) and looks at what the commit then shows.
 */

const visitorScreens = { start: "/", "sign-in": "/sign-in", "sign-up": "/sign-up", missing: "/no-such-page" };

const screens = (bot: number, update: number) => ({
  bots: "/bots",
  "bots-none-found": "/bots?q=nothing-like-this",
  register: "/bots/new",
  welcome: `/bots/${bot}/welcome`,
  overview: `/bots/${bot}`,
  replies: `/bots/${bot}/replies`,
  updates: `/bots/${bot}/updates`,
  update: `/bots/${bot}/updates?open=${update}`,
  messages: `/bots/${bot}/messages`,
  timeline: `/bots/${bot}/timeline`,
  settings: `/bots/${bot}/settings`,
  account: "/account",
  fleet: "/admin",
  "fleet-bot": `/admin/bots/${bot}`,
  people: "/admin/users",
  migration: "/admin/migration",
  processes: "/admin/processes",
  audit: "/admin/audit",
});

const narrow = { viewport: { width: 360, height: 740 }, colorScheme: "dark" } as const;

/**
 * The narrowest and the widest in either colour, and the size at which tables and columns change. A page is loaded
 * as the narrowest, where its tabs scroll to the chosen one; the rest of what differs is CSS.
 */
const views = {
  "narrow-dark": narrow,
  "middle-dark": { viewport: { width: 768, height: 1024 }, colorScheme: "dark" },
  "wide-light": { viewport: { width: 1280, height: 860 }, colorScheme: "light" },
} as const;

test.describe.configure({ timeout: 300_000 });

test("no screen looks other than its picture", async ({ browser }) => {
  const own = await startHookline({ env: { SIGNUP: "open" } });
  try {
    const admin = await own.account("admin", "ada@example.org");
    const { id, updateId } = await furnish(own, admin);
    const page = await openPage(browser, own);
    await compareAll(page, visitorScreens);
    await signIn(page, admin);
    await compareAll(page, screens(id, updateId));
    await page.context().close();
  } finally {
    await own.close();
  }
});

/** Three bots by both doors, one of which has no token any more; an update was answered. */
async function furnish(own: RunningHookline, owner: Account): Promise<{ id: number; updateId: number }> {
  const addBot = async (username: string, name: string, mode: "webhook" | "polling") => {
    const telegram = own.simulator.createBot({ username, first_name: name });
    const { status, json } = await own.api(owner, "POST", "/bots", { token: telegram.token, mode });
    expect(status).toBe(201);
    return { telegram, id: (json as { id: number }).id };
  };
  const bakery = await addBot("bakery_bot", "Bakery", "webhook");
  await addBot("library_bot", "Library", "polling");
  const gone = await addBot("gone_bot", "Gone", "polling");
  own.simulator.deleteBot(gone.telegram.id);
  const { update_id } = own.simulator.sendMessage(bakery.telegram.id, {
    chat_id: 31,
    text: "/start",
    first_name: "Grace",
  });
  // The fleet's page counts what was judged last.
  const judged = async () => {
    const { rows } = await own.db.database.pool.query("SELECT verdict FROM user_bots ORDER BY id");
    return rows.map(({ verdict }) => verdict as string);
  };
  await expect.poll(judged, { timeout: 60_000 }).toEqual(["healthy", "unknown", "down"]);
  return { id: bakery.id, updateId: update_id ?? Number.NaN };
}

async function openPage(browser: Browser, own: RunningHookline): Promise<Page> {
  const context = await browser.newContext({
    baseURL: own.url,
    // The fonts of this machine are not those of the next, and the page's own rules let no other in.
    bypassCSP: true,
    reducedMotion: "reduce",
    timezoneId: "UTC",
    locale: "en-GB",
  });
  // An event would write the page anew while its picture is taken.
  await context.route("**/api/events*", () => {});
  const page = await context.newPage();
  waitForWholePages(page);
  return page;
}

async function compareAll(page: Page, all: Record<string, string>): Promise<void> {
  for (const [name, path] of Object.entries(all)) {
    await page.setViewportSize(narrow.viewport);
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await page.waitForLoadState("load");
    await page.addStyleTag({ content: fixedLook });
    await page.evaluate(async () => document.fonts.ready);
    await page.evaluate(holdStill, hostname());
    for (const [view, { viewport, colorScheme }] of Object.entries(views)) {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme });
      const picture = await page.screenshot({ fullPage: true, animations: "disabled", caret: "hide" });
      expect.soft(picture).toMatchSnapshot(`${name}-${view}.png`, { maxDiffPixelRatio: 0.003 });
    }
  }
}

const require = createRequire(import.meta.url);
const fonts = join(dirname(require.resolve("@fontsource/inter/package.json")), "files");
const faces = [400, 500, 600, 700].map((weight) => {
  const file = join(fonts, `inter-latin-${weight}-normal.woff2`);
  const source = `data:font/woff2;base64,${readFileSync(file, "base64")}`;
  return `@font-face { font-family: "Fixed"; font-weight: ${weight}; src: url(${source}); }`;
});
/** One font for all, and no chart: its bars move with the clock. */
const fixedLook = `${faces.join("\n")}
  * { font-family: "Fixed" !important; }
  svg[role="img"] > * { visibility: hidden; }`;

/** Stops the page's clocks, and makes all that differs between two runs the same: numbers, times, this machine's name. */
function holdStill(machine: string): void {
  for (let timer = window.setTimeout(() => {}, 0); timer > 0; timer--) clearTimeout(timer);
  for (const time of document.querySelectorAll("time")) time.textContent = "some time ago";
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    node.nodeValue = (node.nodeValue ?? "")
      .replaceAll(machine, "machine")
      .replaceAll(/\bhl_\w+/g, "hl_key")
      .replaceAll(/\d[\d.,:]*/g, "0")
      .replaceAll(/\b0 (ms|s|seconds?|min|minutes?|h|hours?|d|days?)\b/g, "0 s")
      .replaceAll(/\b0 [kMG]B\b/g, "0 MB");
  }
}
