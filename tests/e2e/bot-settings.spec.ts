import type { RunningHookline } from "../support/hookline";
import { expect, newBot, openNewBot, overflowOf, repliesOf, signIn, test } from "./fixtures";

test("what waits at Telegram is dropped once its number was shown and the bot's name typed", async ({
  page,
  hookline,
}) => {
  const owner = await hookline.account();
  const bot = await newBot(hookline, owner, "webhook");
  await hookline.api(owner, "PATCH", `/bots/${bot.id}`, { enabled: false });
  for (let i = 0; i < 3; i++) hookline.simulator.sendMessage(bot.telegram.id, { chat_id: 4, text: "/start" });
  await signIn(page, owner);
  await page.goto(`/bots/${bot.id}/settings`);
  await page.getByRole("button", { name: "Drop what waits…" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText("3 updates wait at Telegram.")).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Drop 3 updates" })).toBeDisabled();
  await dialog.getByLabel(/Type/).fill(bot.username);
  await dialog.getByRole("button", { name: "Drop 3 updates" }).click();
  await expect(page.getByText("3 updates dropped", { exact: true })).toBeVisible();
  expect(hookline.simulator.bot(bot.telegram.id).pending).toBe(0);

  await page.getByRole("button", { name: "Drop what waits…" }).click();
  await expect(dialog.getByText("Nothing waits at Telegram")).toBeVisible();
  await dialog.getByRole("button", { name: "Close" }).last().click();

  await page.getByRole("link", { name: "Timeline" }).click();
  await expect(page.getByText("Its owner dropped 3 updates that waited at Telegram.")).toBeVisible();
  await page.getByRole("link", { name: "Settings" }).click();
  await page.getByRole("button", { name: "Resume" }).click();
  await expect(page.getByRole("button", { name: "Pause" })).toBeVisible();
  expect(repliesOf(hookline, bot.telegram.id)).toEqual([]);
});

/** The token that BotFather gives after the old one was revoked, by the hand of a bot that manages the bot. */
async function newTokenOf(hookline: RunningHookline, telegramId: number): Promise<string> {
  const manager = hookline.simulator.createBot({});
  const response = await fetch(
    `${hookline.simulator.url}/bot${manager.token}/replaceManagedBotToken?user_id=${telegramId}`,
  );
  return ((await response.json()) as { result: string }).result;
}

test("a token is replaced by one of the same bot only, and says so as it is pasted", async ({
  page,
  hookline,
}) => {
  const owner = await hookline.account();
  const bot = await newBot(hookline, owner, "polling");
  const other = hookline.simulator.createBot({ username: "quite_another_bot" });
  await signIn(page, owner);
  await page.goto(`/bots/${bot.id}/settings#token`);
  const field = page.getByLabel("New token");
  const replace = page.getByRole("button", { name: "Replace the token" });

  await field.fill("not a token at all");
  await field.blur();
  await expect(page.getByText("That is not a bot token")).toBeVisible();
  await field.fill(other.token);
  await field.blur();
  await expect(page.getByText("That token belongs to another bot")).toBeVisible();
  await expect(page.getByText(/@quite_another_bot, not to/)).toBeVisible();
  await field.fill(bot.telegram.token);
  await field.blur();
  await expect(page.getByText("This is the token that is in use already.")).toBeVisible();
  await expect(replace).toBeDisabled();

  const token = await newTokenOf(hookline, bot.telegram.id);
  await field.fill(token);
  await field.blur();
  await expect(page.getByText(`A token of @${bot.username}: it can take`)).toBeVisible();
  await replace.click();
  await expect(page.getByText("The new token is in use.")).toBeVisible();
  await expect(field).toHaveValue("");
  expect(await page.content()).not.toContain(token.slice(-20));
  hookline.simulator.sendMessage(bot.telegram.id, { chat_id: 8, text: "/start" });
  await hookline.simulator.until(() => repliesOf(hookline, bot.telegram.id).length === 1, 15_000);
});

test("kinds, connections and the fallback are changed, and a wrong number is refused at its field", async ({
  page,
  hookline,
}) => {
  const { bot } = await openNewBot(page, hookline, "webhook", "/settings");
  await page.getByLabel("Connections from Telegram").fill("101");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("A whole number from 1 to 100.")).toBeVisible();
  await page.getByLabel("Connections from Telegram").fill("7");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();

  for (const box of await page.getByRole("checkbox").all()) await box.uncheck();
  await expect(page.getByText(/At least one kind/)).toBeVisible();
  await expect(page.getByRole("button", { name: "Save kinds" })).toBeDisabled();
  await page.getByRole("checkbox", { name: /^Messages/ }).check();
  await page.getByRole("button", { name: "Save kinds" }).click();
  await expect(page.getByText("Telegram sends these from now on.")).toBeVisible();
  const { webhook } = hookline.simulator.bot(bot.telegram.id);
  expect(webhook).toMatchObject({ max_connections: 7, allowed_updates: ["message"] });
});

test("a long timeline comes in pages and fits a small screen", async ({ page, hookline }) => {
  const owner = await hookline.account();
  const bot = await newBot(hookline, owner, "polling");
  await hookline.db.database.pool.query(
    `INSERT INTO transport_events (bot_id, from_door, to_door, status, reason, actor)
     SELECT $1, 'webhook', 'polling', 'active', 'Fault ' || i || ': ' || repeat('verylongword', 20), 'hookline'
     FROM generate_series(1, 120) i`,
    [bot.id],
  );
  await signIn(page, owner);
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto(`/bots/${bot.id}/timeline`);
  await expect(page.locator("#content").getByText("Fault 120:")).toBeVisible();
  expect(await overflowOf(page)).toBe(0);
  await page.getByRole("link", { name: "Next" }).click();
  await expect(page.locator("#content").getByText("Fault 70:")).toBeVisible();
});

test.describe("an address that nobody was given", () => {
  test.use({ expectedComplaints: { patterns: [/status of 404/] } });

  test("is not found, and says so on a small screen too", async ({ page, hookline }) => {
    await page.setViewportSize({ width: 360, height: 740 });
    const { bot } = await openNewBot(page, hookline, "polling");
    const answer = await page.goto(`/bots/${bot.id}/timeline?cursor=${"x".repeat(500)}`);
    expect(answer?.status()).toBe(404);
    await expect(page.getByRole("heading", { name: "There is nothing here" })).toBeVisible();
    expect(await overflowOf(page)).toBe(0);
  });
});
