import { expect, repliesOf, test, tileTime } from "./fixtures";

for (const door of ["webhook", "polling"] as const) {
  test(`a newcomer signs up, registers a bot by ${door}, and sees it answer without a reload`, async ({
    page,
    hookline,
  }) => {
    const username = `first_${door}_bot`;
    const telegram = hookline.simulator.createBot({ username, first_name: "First bot" });

    await page.goto("/");
    await page.getByRole("link", { name: "Create an account" }).click();
    await page.getByLabel("Email").fill(`newcomer-${door}@example.org`);
    await page.getByLabel("Password", { exact: true }).fill("correct horse battery");
    await page.getByRole("button", { name: "Create account" }).click();
    await page.waitForURL("**/bots");

    await page.getByRole("link", { name: "Register a bot" }).click();
    await page.getByLabel("Bot token").fill(telegram.token);
    await page.getByLabel("Bot token").blur();
    await expect(page.getByText(`@${username}`).first()).toBeVisible();
    if (door === "polling") await page.getByText("This portal asks Telegram for updates.").click();
    await page.getByRole("button", { name: `Register @${username}` }).click();
    await page.waitForURL(/\/bots\/\d+\/welcome$/);
    await expect(page.getByText("Waiting for the first update…")).toBeVisible();
    await page.getByRole("link", { name: "Open the bot" }).click();
    await page.waitForURL(/\/bots\/\d+$/);
    await expect(page).toHaveTitle(`@${username} · Hookline`);
    await expect(page.getByText("No data yet")).toBeVisible();

    // Lost by a reload.
    await page.evaluate(() => Object.assign(window, { stayed: true }));
    const tile = tileTime(page, `Last ${door} update`);
    hookline.simulator.sendMessage(telegram.id, { chat_id: 4815, text: "/start", first_name: "Ada" });
    await expect(tile).toBeVisible();
    const first = await tile.getAttribute("datetime");
    await hookline.simulator.until(() => repliesOf(hookline, telegram.id).length === 1);

    hookline.simulator.sendMessage(telegram.id, { chat_id: 4815, text: "/help", first_name: "Ada" });
    await expect(tile).not.toHaveAttribute("datetime", first ?? "");
    await expect(tile).toHaveText(/now|\d s ago/);
    await expect(page.getByText("Healthy", { exact: true })).toBeVisible();
    await hookline.simulator.until(() => repliesOf(hookline, telegram.id).length === 2);
    expect(await page.evaluate(() => "stayed" in window)).toBe(true);
  });
}
