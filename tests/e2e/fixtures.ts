import AxeBuilder from "@axe-core/playwright";
import { test as base, expect, type Page } from "@playwright/test";
import { type Account, type RunningHookline, startHookline } from "../support/hookline";

interface WorkerFixtures {
  hookline: RunningHookline;
}

interface TestFixtures {
  /** What the browser's console may complain about in this test; by default nothing. */
  expectedComplaints: { patterns: RegExp[] };
}

/**
 * The built product in the worker, and a page that fails its test when the console complains. Every test
 * mints its own people and bots.
 */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  hookline: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from this pattern
    async ({}, use) => {
      const hookline = await startHookline({ env: { SIGNUP: "open" } });
      await hookline.account("admin");
      await use(hookline);
      await hookline.close();
    },
    { scope: "worker", timeout: 60_000 },
  ],
  baseURL: async ({ hookline }, use) => use(hookline.url),
  expectedComplaints: [{ patterns: [] }, { option: true }],
  page: async ({ page, expectedComplaints }, use) => {
    const complaints = listenForComplaints(page);
    waitForWholePages(page);
    await use(page);
    const unexpected = complaints.filter(
      (text) => !expectedComplaints.patterns.some((known) => known.test(text)),
    );
    expect(unexpected, "what the browser's console complained about").toEqual([]);
  },
});

export { expect };

/**
 * A page that was opened is whole: React shows what a server streamed up to 300 ms after it is loaded, and until
 * then a hidden copy of it can stand beside what the browser has rendered itself.
 */
export function waitForWholePages(page: Page): void {
  // What holds a place that nothing has filled by now belongs to a part that failed: it stays, and is never shown.
  const waiting = 'div[hidden][id^="S:"]:not(:has(template[id^="P:"]))';
  const whole = () => page.waitForFunction((shown) => !document.querySelector(shown), waiting);
  const open = { goto: page.goto.bind(page), reload: page.reload.bind(page) };
  page.goto = async (...where) => {
    const answer = await open.goto(...where);
    await whole();
    return answer;
  };
  page.reload = async (...options) => {
    const answer = await open.reload(...options);
    await whole();
    return answer;
  };
}

function listenForComplaints(page: Page): string[] {
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() !== "error" && message.type() !== "warning") return;
    complaints.push(`${message.text()} (${message.location().url})`);
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  return complaints;
}

export async function signIn(page: Page, { email, password }: Pick<Account, "email" | "password">) {
  await page.goto("/sign-in");
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL("**/bots");
}

/** A bot in the simulator and its registration through REST. */
export async function newBot(
  hookline: RunningHookline,
  owner: Account,
  mode: "webhook" | "polling",
  name = "End-to-end",
  username = `e2e_${Math.random().toString(36).slice(2, 10)}_bot`,
) {
  const telegram = hookline.simulator.createBot({ username, first_name: name });
  const { status, json } = await hookline.api(owner, "POST", "/bots", { token: telegram.token, mode });
  expect(status).toBe(201);
  const { id } = json as { id: number };
  return { id, username, telegram };
}

/** A new person, signed in, before a page of a new bot of theirs; `part` is what follows /bots/{id}. */
export async function openNewBot(
  page: Page,
  hookline: RunningHookline,
  mode: "webhook" | "polling",
  part = "",
) {
  const owner = await hookline.account();
  const bot = await newBot(hookline, owner, mode);
  await signIn(page, owner);
  await page.goto(`/bots/${bot.id}${part}`);
  return { owner, bot };
}

/** The texts the bot has sent, in order, whatever way they went. */
export function repliesOf(hookline: RunningHookline, telegramId: number): string[] {
  return hookline.simulator
    .calls(telegramId)
    .filter(({ method }) => method.toLowerCase() === "sendmessage")
    .map(({ params }) => String(params.text));
}

/** What axe calls serious or critical in the page, or in a part of it, as lines that name the rule and the element. */
export async function graveFindings(page: Page, part = "html"): Promise<string[]> {
  // Colours that are still on their way to others have another contrast.
  await page.emulateMedia({ reducedMotion: "reduce" });
  // No page has frames: axe runs within it, which takes a third of the time of its way over a page of its own.
  const axe = new AxeBuilder({ page })
    .include(part)
    .options({ resultTypes: ["violations"] })
    .setLegacyMode();
  const { violations } = await axe.analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
}

/** By how many pixels the page is wider than its window. */
export function overflowOf(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** The moment that a tile of the overview shows. */
export function tileTime(page: Page, name: string) {
  return page.locator("dl > div", { hasText: name }).locator("time");
}
