import { expect, newBot, openNewBot, signIn, test } from "./fixtures";

test("the overview counts what arrives, as pictures and as tables, for every range of time", async ({
  page,
  hookline,
}) => {
  const { bot } = await openNewBot(page, hookline, "webhook");
  for (let i = 0; i < 12; i++) {
    hookline.simulator.sendMessage(bot.telegram.id, { chat_id: 1 + (i % 3), text: "/start" });
  }
  await expect(page.getByText("12 in total").first()).toBeVisible({ timeout: 20_000 });
  await expect(page.getByRole("img", { name: "Updates: By door, last 24 hours" })).toBeVisible();
  const chats = page.locator("section", { has: page.getByRole("heading", { name: "Active chats" }) }).last();
  await expect(chats.getByText("3 in total")).toBeVisible();
  for (const [name, long] of [
    ["1 h", "last hour"],
    ["7 d", "last 7 days"],
    ["90 d", "last 90 days"],
  ] as const) {
    await page.getByRole("navigation", { name: "Range of time" }).getByRole("link", { name }).click();
    await expect(page.getByRole("img", { name: `Handling time, ${long}` })).toBeVisible();
    await expect(page.getByText("12 in total").first()).toBeVisible();
  }
  await page.getByText("Show as a table").first().click();
  await expect(page.getByRole("columnheader", { name: "Webhook" }).first()).toBeVisible();
  await page.goto(`/bots/${bot.id}?range=forever`);
  await expect(page.getByRole("img", { name: "Updates: By kind, last 24 hours" })).toBeVisible();
});

test("a bot that polls is upgraded to the webhook in one press", async ({ page, hookline }) => {
  const { bot } = await openNewBot(page, hookline, "polling");
  await page.getByRole("button", { name: "Upgrade to webhook" }).click();
  await expect(page.getByText("Webhook is on", { exact: true })).toBeVisible();
  await expect(page.getByRole("button", { name: "Upgrade to webhook" })).toBeHidden();
  expect(hookline.simulator.bot(bot.telegram.id).webhook.url).not.toBe("");
});

test("an upgrade that Telegram refuses leaves the bot polling, says so and can be tried again", async ({
  page,
  hookline,
}) => {
  const { bot } = await openNewBot(page, hookline, "polling");
  const fault = hookline.simulator.fault({ kind: "api-down", bot_id: bot.telegram.id });
  await page.getByRole("button", { name: "Upgrade to webhook" }).click();
  await expect(page.getByText("Still on polling", { exact: true })).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole("button", { name: "Polling · fallback" })).toBeVisible();
  const steps = page.getByRole("list", { name: "The switch, step by step" });
  await expect(steps).toContainText("The webhook could not be set: back to polling");
  hookline.simulator.clearFaults(fault.id);
  // A poll that is answered shows that Telegram is back.
  hookline.simulator.sendMessage(bot.telegram.id, { chat_id: 1, text: "/start" });
  const again = page.getByRole("button", { name: "Set the webhook again" });
  // No event tells that polls are answered again.
  await expect(async () => {
    await page.reload();
    await expect(again).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await again.click();
  await expect(page.getByRole("button", { name: "Webhook", exact: true })).toBeVisible();
  expect(hookline.simulator.bot(bot.telegram.id).webhook.url).not.toBe("");
});

test("a switch is followed step by step, by events, up to its first update", async ({ page, hookline }) => {
  const { bot } = await openNewBot(page, hookline, "polling");
  // Telegram takes its time, so that what is on the way can be seen.
  const slow = hookline.simulator.fault({ kind: "api-slow", bot_id: bot.telegram.id, delay_ms: 6_000 });
  await page.getByRole("button", { name: "Upgrade to webhook" }).click();
  const steps = page.getByRole("list", { name: "The switch, step by step" });
  const step = (text: string) => steps.getByRole("listitem").filter({ hasText: text });
  // The poll under way is confirmed first, as slowly.
  await expect(step("Telegram is given the webhook")).toHaveAttribute("aria-current", "step", {
    timeout: 30_000,
  });
  await expect(step("Polling ends").getByLabel("Done:")).toBeVisible();
  hookline.simulator.clearFaults(slow.id);
  await expect(step("First update by webhook")).toHaveAttribute("aria-current", "step", { timeout: 20_000 });
  await expect(step("Telegram is given the webhook").getByLabel("Done:")).toBeVisible();
  hookline.simulator.sendMessage(bot.telegram.id, { chat_id: 5, text: "/start" });
  await expect(step("First update by webhook").getByLabel("Done:")).toBeVisible();
});

test("what waits at Telegram is counted down to its loss", async ({ page, hookline }) => {
  const owner = await hookline.account();
  const bot = await newBot(hookline, owner, "webhook");
  await signIn(page, owner);
  const waiting = page.locator("dl > div", { hasText: "Waiting at Telegram" });
  // The supervisor may look at the bot meanwhile, and puts right what is written here.
  await expect(async () => {
    // As it writes it down when a webhook has failed for twenty hours.
    await hookline.db.database.pool.query(
      `UPDATE user_bots SET pending_count = 7, checked_at = now(), pending_since = now() - interval '20 hours'
       WHERE id = $1`,
      [bot.id],
    );
    await page.goto(`/bots/${bot.id}`);
    await expect(waiting).toContainText(/7\s*lost in 4 h/, { timeout: 1_000 });
  }).toPass({ timeout: 20_000 });
});
