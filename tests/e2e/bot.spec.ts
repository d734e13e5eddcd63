import { expect, newBot, openNewBot, repliesOf, signIn, test, tileTime } from "./fixtures";

test("the door is toggled while messages arrive: each is answered once", async ({ page, hookline }) => {
  const owner = await hookline.account();
  const bot = await newBot(hookline, owner, "webhook");
  await hookline.api(owner, "PUT", `/bots/${bot.id}/replies`, {
    replies: [{ trigger: { type: "any" }, text: "{{text}}", enabled: true }],
  });
  await signIn(page, owner);
  await page.goto(`/bots/${bot.id}`);

  const total = 60;
  let sent = 0;
  const sending = setInterval(() => {
    if (sent === total) return clearInterval(sending);
    sent += 1;
    hookline.simulator.sendMessage(bot.telegram.id, { chat_id: 100 + (sent % 5), text: `message ${sent}` });
  }, 60);
  const group = page.getByRole("group", { name: "How the bot receives updates" });
  await group.getByRole("button", { name: /Polling/ }).click();
  await expect(page.getByText("Polling is on", { exact: true })).toBeVisible();
  await expect(group.getByRole("button", { name: /Polling/ })).toHaveAttribute("aria-pressed", "true");
  await group.getByRole("button", { name: /Webhook/ }).click();
  await expect(page.getByText("Webhook is on", { exact: true })).toBeVisible();
  await expect(tileTime(page, "Last webhook update")).toBeVisible();

  const answers = () => repliesOf(hookline, bot.telegram.id);
  const unanswered = () => {
    const answered = new Set(answers());
    return Array.from({ length: total }, (_, n) => `message ${n + 1}`).filter((text) => !answered.has(text));
  };
  await expect.poll(unanswered, { timeout: 30_000 }).toEqual([]);
  expect(answers()).toHaveLength(total);
  await expect(page.getByText("Polling → Webhook")).toBeVisible();
});

test("a switch that Telegram refuses goes back and says why", async ({ page, hookline }) => {
  const { bot } = await openNewBot(page, hookline, "webhook");
  const fault = hookline.simulator.fault({ kind: "api-down", bot_id: bot.telegram.id });
  const group = page.getByRole("group", { name: "How the bot receives updates" });
  await group.getByRole("button", { name: /Polling/ }).click();
  await expect(page.getByText("Still on webhook", { exact: true })).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText("The webhook could not be ended: it stays")).toBeVisible();
  await expect(group.getByRole("button", { name: /Webhook/ })).toHaveAttribute("aria-pressed", "true");
  hookline.simulator.clearFaults(fault.id);
});

test("replies: a mistake is shown at its field, order and text are saved, and the bot uses them", async ({
  page,
  hookline,
}) => {
  const { bot } = await openNewBot(page, hookline, "polling", "/replies");
  await page.getByRole("button", { name: "Add a reply" }).click();
  const card = page.getByRole("listitem").last();
  await card.getByLabel("Word or phrase").fill("weather");
  await card.getByLabel("The bot answers").fill("Hello {{firstname}}");
  await expect(card.getByText("Hello {{firstname}}").last()).toBeVisible();
  await page.getByRole("button", { name: "Save replies" }).click();
  await expect(page.getByText("Not saved", { exact: true })).toBeVisible();
  await expect(card.getByLabel("The bot answers")).toHaveAttribute("aria-invalid", "true");

  await card.getByLabel("The bot answers").fill("It rains, {{first_name}}");
  await expect(card.getByText("It rains, Ada").last()).toBeVisible();
  await card.getByRole("button", { name: /move up/ }).press("Enter");
  await page.getByRole("button", { name: "Save replies" }).click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  await expect(page.getByText("Unsaved changes")).toBeHidden();

  hookline.simulator.sendMessage(bot.telegram.id, { chat_id: 77, text: "weather?", first_name: "Bo" });
  await hookline.simulator.until(() => repliesOf(hookline, bot.telegram.id).includes("It rains, Bo"), 10_000);
  await page.reload();
  await expect(page.getByRole("listitem").filter({ hasText: "“weather”" })).toBeVisible();
});

test("an update shows its payload and what the bot did, however deep it is nested", async ({
  page,
  hookline,
}) => {
  const owner = await hookline.account();
  const bot = await newBot(hookline, owner, "polling");
  const depth = 3_000;
  const deep = JSON.parse(`${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`) as Record<string, unknown>;
  hookline.simulator.pushUpdate(bot.telegram.id, { poll: deep });
  hookline.simulator.sendMessage(bot.telegram.id, {
    chat_id: 5,
    text: "/start <script>alert(1)</script>",
    first_name: "<b>Eve</b>",
  });
  await signIn(page, owner);
  await page.goto(`/bots/${bot.id}/updates`);
  await page.getByRole("link", { name: /^Handled Message/ }).click();
  await expect(page.getByText("Sent a message")).toBeVisible();
  await expect(page.getByLabel("Payload")).toContainText("<script>alert(1)</script>");
  await page.getByRole("link", { name: /Poll/ }).click();
  await expect(page.getByText(/nested too deep to show/)).toBeVisible();
  await page.getByLabel("Kind").selectOption("poll");
  await expect(page.getByRole("link", { name: /Message/ })).toHaveCount(1); // the tab alone
});

test("a message is sent as the bot, and Telegram's refusal is shown in its words", async ({
  page,
  hookline,
}) => {
  const owner = await hookline.account();
  const bot = await newBot(hookline, owner, "polling");
  hookline.simulator.sendMessage(bot.telegram.id, { chat_id: 4242, text: "hi", first_name: "Grace" });
  await signIn(page, owner);
  await page.goto(`/bots/${bot.id}/messages`);
  await page.getByRole("button", { name: "Grace" }).click();
  await page.getByLabel("Message", { exact: true }).fill("Hello from the portal");
  await page.getByRole("button", { name: /Send as/ }).click();
  await expect(page.getByText(/Sent as message \d+/)).toBeVisible();
  expect(repliesOf(hookline, bot.telegram.id)).toContain("Hello from the portal");

  hookline.simulator.setChat(bot.telegram.id, 4242, { blocked: true });
  await page.getByLabel("Message", { exact: true }).fill("Still there?");
  await page.getByRole("button", { name: /Send as/ }).click();
  await expect(page.getByText(/bot was blocked by the user/)).toBeVisible();
  await expect(page.getByLabel("Message", { exact: true })).toHaveValue("Still there?");
});

test("a bot is paused, resumed, and removed once its name is typed", async ({ page, hookline }) => {
  const { bot } = await openNewBot(page, hookline, "webhook", "/settings");
  await page.getByRole("button", { name: "Pause" }).click();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("The bot receives again")).toBeVisible();
  await page.getByRole("button", { name: "Pause" }).click();
  await expect(page.getByRole("button", { name: "Resume" })).toBeVisible();
  await page.getByRole("link", { name: "Overview" }).click();
  // The settings have a button of that name too, until the overview takes their place.
  await page.getByRole("region", { name: "Health" }).getByRole("button", { name: "Resume" }).click();
  await expect(page.getByText("Done", { exact: true })).toBeVisible();

  await page.getByRole("link", { name: "Settings" }).click();
  await page.getByRole("button", { name: `Remove @${bot.username}` }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("button", { name: "Remove the bot" })).toBeDisabled();
  await dialog.getByLabel(/Type/).fill(bot.username);
  await dialog.getByRole("button", { name: "Remove the bot" }).click();
  await page.waitForURL("**/bots");
  await expect(page.getByText("No bots yet")).toBeVisible();
  expect(hookline.simulator.bot(bot.telegram.id).webhook.url).toBe("");
});
