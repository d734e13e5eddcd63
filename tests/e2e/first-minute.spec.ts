import { expect, graveFindings, test } from "./fixtures";

// The path that docs/first-minute.md writes down, click by click; nothing is done here that it does not say.
test("a newcomer gets from the start page to a replying bot in less than a minute", async ({
  page,
  context,
  hookline,
}) => {
  test.setTimeout(90_000);
  const telegram = await context.newPage();
  await telegram.goto(`${hookline.simulator.url}/sim/`);
  await page.goto("/");
  const began = Date.now();

  await page.getByRole("link", { name: "Create an account" }).first().click();
  await page.getByLabel("Email").fill("first.minute@example.org");
  await page.getByLabel("Password", { exact: true }).fill("a minute is enough");
  await page.getByRole("button", { name: "Create account" }).click();
  await page.waitForURL("**/bots");
  await page.getByRole("link", { name: "Register a bot" }).first().click();

  await telegram.getByText("New bot").click();
  await telegram.getByLabel("Its name").fill("Minute bot");
  await telegram.getByRole("button", { name: "Make" }).click();
  const itsToken = telegram.getByLabel("Its token, for the portal");
  await expect(itsToken).toHaveValue(/^\d+:/);
  const token = await itsToken.inputValue();

  await page.getByLabel("Bot token").fill(token);
  await page.getByLabel("Bot token").blur();
  await page.getByRole("button", { name: /^Register @minute_bot_/ }).click();
  await expect(page.getByText("Waiting for the first update…")).toBeVisible();

  await telegram.getByRole("button", { name: "/start" }).click();
  await expect(telegram.getByText("Hello Ada! I am Minute bot.")).toBeVisible();
  await expect(page.getByText("First update received")).toBeVisible();
  expect(Date.now() - began).toBeLessThan(60_000);
});

test("the simulator's page for making a bot is accessible", async ({ page, hookline }) => {
  await page.goto(`${hookline.simulator.url}/sim/`);
  await page.getByText("New bot").click();
  expect(await graveFindings(page)).toEqual([]);
});
