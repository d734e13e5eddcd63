import { expect, openNewBot, test } from "./fixtures";

test("a page that is slow to come is outlined meanwhile, within the frame that stays", async ({
  page,
  hookline,
}) => {
  await openNewBot(page, hookline, "polling");
  await page.route(/[?&]_rsc=/, async (route) => {
    // What Next asks for beforehand is not what the click waits for.
    if (route.request().headers()["next-router-prefetch"] === undefined)
      await new Promise((resolve) => setTimeout(resolve, 1_500));
    await route.continue();
  });
  const outline = page.getByRole("status", { name: "The page is on its way" });
  const name = page.getByRole("heading", { name: "End-to-end" });

  await page.getByRole("link", { name: "Timeline" }).click();
  await expect(outline).toBeVisible();
  await expect(name).toBeVisible();
  await expect(page.getByText("Every change of the door, and why.")).toBeVisible();
  await expect(outline).toHaveCount(0);

  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Bots" }).click();
  await expect(outline).toBeVisible();
  await expect(name).toBeHidden();
  await expect(page.getByRole("heading", { name: "Bots", level: 1 })).toBeVisible();
  await expect(outline).toHaveCount(0);
});
