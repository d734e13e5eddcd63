import { expect, newBot, signIn, test } from "./fixtures";

test("a shared link shows a picture, and a page's title says which bot it is", async ({ page, hookline }) => {
  await page.goto("/");
  const picture = await page.locator('meta[property="og:image"]').getAttribute("content");
  expect(picture).toMatch(new RegExp(`^${hookline.url}/opengraph-image`));
  const answer = await page.request.get(picture ?? "");
  expect(answer.status()).toBe(200);
  expect(answer.headers()["content-type"]).toBe("image/png");
  await expect(page.locator('link[rel="icon"]')).toHaveCount(1);
  await expect(page.locator('link[rel="apple-touch-icon"]')).toHaveCount(1);

  const owner = await hookline.account();
  const bot = await newBot(hookline, owner, "polling");
  await signIn(page, owner);
  for (const part of ["", "/replies", "/updates", "/messages", "/settings"]) {
    await page.goto(`/bots/${bot.id}${part}`);
    await expect(page, part).toHaveTitle(new RegExp(`@${bot.username} · Hookline$`));
  }
});
