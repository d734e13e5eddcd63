import type { CDPSession } from "@playwright/test";
import { expect, newBot, openNewBot, signIn, test } from "./fixtures";

/** The budget of a tenant's page, on the production build. kB are thousands of bytes as they travel, compressed. */
const maxScriptKb = 180;

test("the first load of every tenant page brings less than 180 kB of JavaScript", async ({
  page,
  hookline,
}) => {
  test.setTimeout(120_000);
  const owner = await hookline.account();
  const bot = await newBot(hookline, owner, "polling");
  await signIn(page, owner);
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Network.enable");
  await cdp.send("Network.setCacheDisabled", { cacheDisabled: true });
  const sizes: Record<string, number> = {};
  for (const path of ["/bots", "/bots/new", ...partsOf(bot.id), "/account"]) {
    sizes[path] = await scriptKb(cdp, () => page.goto(path, { waitUntil: "networkidle" }));
  }
  report("JavaScript, kB compressed", sizes);
  for (const [path, kb] of Object.entries(sizes)) expect(kb, path).toBeLessThan(maxScriptKb);
});

test("an open page asks for itself alone: nothing is fetched ahead", async ({ page, hookline }) => {
  const ahead: string[] = [];
  page.on("request", (request) => {
    if ("next-router-prefetch" in request.headers()) ahead.push(request.url());
  });
  const { bot } = await openNewBot(page, hookline, "webhook", "/updates");
  for (const count of [1, 2]) {
    hookline.simulator.sendMessage(bot.telegram.id, { chat_id: 31, text: "/start" });
    await expect(page.getByRole("link", { name: /Handled Message/ })).toHaveCount(count);
  }
  await page.getByRole("link", { name: "Replies" }).click();
  await page.waitForURL(/replies/);
  expect(ahead).toEqual([]);
});

const partsOf = (botId: number) =>
  ["", "/replies", "/updates", "/messages", "/settings"].map((part) => `/bots/${botId}${part}`);

/** How many kB of scripts came while `load` ran, as they travelled. */
async function scriptKb(cdp: CDPSession, load: () => Promise<unknown>): Promise<number> {
  const scripts = new Set<string>();
  let bytes = 0;
  const onResponse = ({ requestId, type }: { requestId: string; type: string }) => {
    if (type === "Script") scripts.add(requestId);
  };
  const onFinished = ({ requestId, encodedDataLength }: { requestId: string; encodedDataLength: number }) => {
    if (scripts.has(requestId)) bytes += encodedDataLength;
  };
  cdp.on("Network.responseReceived", onResponse);
  cdp.on("Network.loadingFinished", onFinished);
  await load();
  cdp.off("Network.responseReceived", onResponse);
  cdp.off("Network.loadingFinished", onFinished);
  return Math.round(bytes / 100) / 10;
}

function report(what: string, figures: Record<string, number>): void {
  const texts = Object.entries(figures).map(([path, figure]) => `${path} ${figure}`);
  test.info().annotations.push({ type: "measured", description: `${what}: ${texts.join(", ")}` });
}
