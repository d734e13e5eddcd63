import { type BrowserContext, chromium, type Page } from "playwright";
import { browserArgs, findBrowser } from "../../support/browser.mjs";
import { insertFleet } from "../fleet";
import { insertHistory } from "../history";
import { median, row } from "../report";
import type { Findings, Pace } from "../scenario";
import { signInAs } from "../sign-in";
import type { Stage } from "../stage";

/** How much slower than this machine the visitor's processor is. */
const slowedBy = 4;
/** The most until the largest part is painted, and until a press is answered by a paint; milliseconds. */
const most = { paint: 1_200, press: 100 };

interface Press {
  ms: number;
  what: string;
}

/** What the page's own observers have seen. */
interface Seen {
  /** When the largest part was painted, in milliseconds from the start of the navigation. */
  paintedMs: number;
  slowest: Press;
}

/**
 * A tenant's pages, and what is pressed on each besides what all have; user 1 has 500 bots, and bot 1 is the
 * busiest.
 */
const pages: Record<string, (page: Page) => Promise<void>> = {
  "/bots": (page) => page.getByRole("searchbox").pressSequentially("bench"),
  "/bots/new": (page) => page.getByLabel("Bot token").pressSequentially("123:abc"),
  "/bots/1": (page) => page.getByRole("link", { name: "7 d", exact: true }).click(),
  "/bots/1/replies": async (page) => {
    await page.getByRole("button", { name: "Add a reply" }).click();
    await page.getByLabel("Word or phrase").last().pressSequentially("weather");
  },
  "/bots/1/updates": (page) =>
    page.getByRole("searchbox", { name: "Text inside" }).pressSequentially("hello"),
  "/bots/1/messages": (page) => page.getByLabel("Message", { exact: true }).pressSequentially("Hello"),
  "/bots/1/timeline": async () => {},
  "/bots/1/settings": (page) => page.getByLabel("Connections from Telegram").pressSequentially("1"),
  "/account": (page) => page.locator("#password input").first().pressSequentially("secret"),
};

/** What a visitor with a slow processor waits for: the largest contentful paint of every page, and its presses. */
export async function paint(stage: Stage, pace: Pace): Promise<Findings> {
  const web = await stage.startWeb();
  const url = `http://127.0.0.1:${web.port}`;
  await insertFleet(stage.data, stage.vault, { door: "webhook", bots: 10_000, baseUrl: url });
  await insertHistory(stage.data, 10_000, pace.quick ? 100_000 : 500_000);
  const [name = "", value = ""] = (await signInAs(stage, 1)).split("=", 2);
  const browser = await chromium.launch({ executablePath: findBrowser(), args: browserArgs });
  try {
    const rows = [];
    for (const [path, press] of Object.entries(pages)) {
      const paints: number[] = [];
      const presses: Press[] = [];
      // The first visit is the server's first, too.
      for (let visit = 0; visit <= pace.rounds; visit++) {
        const context = await browser.newContext({ viewport: { width: 1280, height: 860 } });
        await context.addCookies([{ name, value, url }]);
        const { paintedMs, slowest } = await visitPage(context, `${url}${path}`, press);
        if (visit > 0) paints.push(paintedMs) && presses.push(slowest);
        await context.close();
      }
      const goal = { unit: "ms", better: "lower", digits: 0 } as const;
      const pressMs = median(presses.map(({ ms }) => ms));
      const usual = presses.find(({ ms }) => ms >= pressMs)?.what;
      rows.push(
        row({ what: `${path}, largest contentful paint`, must: most.paint, ...goal }, median(paints)),
        row({ what: `${path}, slowest of its presses (${usual})`, must: most.press, ...goal }, pressMs),
      );
    }
    return { rows };
  } finally {
    await browser.close();
    await web.stop();
  }
}

async function visitPage(
  context: BrowserContext,
  url: string,
  press: (page: Page) => Promise<void>,
): Promise<Seen> {
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send("Emulation.setCPUThrottlingRate", { rate: slowedBy });
  await page.addInitScript(() => {
    const seen: Seen = { paintedMs: 0, slowest: { ms: 0, what: "none" } };
    Object.assign(globalThis, { seen });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) seen.paintedMs = entry.startTime;
    }).observe({ type: "largest-contentful-paint", buffered: true });
    const presses: PerformanceObserverInit & { durationThreshold: number } = {
      type: "event",
      buffered: true,
      durationThreshold: 16,
    };
    new PerformanceObserver((list) => {
      for (const { interactionId, duration, name, target } of list.getEntries() as PerformanceEventTiming[]) {
        // 0: no press, but e.g. the pointer coming over something.
        if (!interactionId || duration <= seen.slowest.ms) continue;
        const element = target instanceof Element ? target.localName : "page";
        seen.slowest = { ms: duration, what: `${name} on ${element}` };
      }
    }).observe(presses);
  });
  const answer = await page.goto(url, { waitUntil: "load" });
  if (answer?.status() !== 200) throw new Error(`${url}: ${answer?.status()}`);
  // Open pages keep one request for their events under way, so the network is never idle.
  await page.waitForTimeout(1_500);
  const paintedMs = (await seenBy(page)).paintedMs;
  await page.keyboard.press("Control+k");
  await page.getByRole("dialog").waitFor();
  await page.keyboard.type("set");
  await page.keyboard.press("Escape");
  await page.getByRole("banner").getByRole("button", { name: "Dark" }).click();
  await press(page);
  await page.waitForTimeout(500);
  const { slowest } = await seenBy(page);
  if (paintedMs === 0) throw new Error(`${url}: nothing was painted`);
  return { paintedMs, slowest };
}

const seenBy = (page: Page): Promise<Seen> =>
  page.evaluate(() => (globalThis as unknown as { seen: Seen }).seen);
