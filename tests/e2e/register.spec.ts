import { expect, newBot, repliesOf, signIn, test } from "./fixtures";

test("a wrong, revoked and duplicate token get their own message and way out, and none is shown again", async ({
  page,
  hookline,
}) => {
  const owner = await hookline.account();
  const known = await newBot(hookline, owner, "polling");
  const gone = hookline.simulator.createBot({});
  hookline.simulator.deleteBot(gone.id);
  await signIn(page, owner);
  await page.goto("/bots/new");
  const field = page.getByLabel("Bot token");
  const paste = async (token: string) => {
    await field.fill(token);
    await field.press("Enter");
  };
  await paste("12345");
  await expect(page.getByText("That is not a bot token")).toBeVisible();
  await paste("x".repeat(200));
  await expect(page.getByText("That is too long for a bot token.")).toBeVisible();
  await paste(gone.token);
  await expect(page.getByText("Telegram does not know this token")).toBeVisible();
  await expect(page.getByRole("link", { name: "Open BotFather" })).toBeVisible();
  await paste(known.telegram.token);
  await expect(page.getByText("This bot is registered already")).toBeVisible();
  await expect(page.getByRole("link", { name: "Your bots" })).toBeVisible();
  await expect(field).toHaveAttribute("aria-invalid", "true");
  expect(await page.content()).not.toContain(known.telegram.token.slice(-20));
});

test("a bot that another system has shows whose it is, is taken over, and its first update is seen live", async ({
  page,
  hookline,
}) => {
  const photo =
    "/9j/4AAQSkZJRgABAQEAYABgAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIsIxwcKDcpLDAxNDQ0Hyc5PTgyPC4zNDL/wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAACf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AVN//2Q==";
  const telegram = hookline.simulator.createBot({
    username: "taken_over_bot",
    first_name: "Taken over",
    photo,
  });
  const elsewhere = "https://203.0.113.7/secret-path";
  await fetch(
    `${hookline.simulator.url}/bot${telegram.token}/setWebhook?url=${encodeURIComponent(elsewhere)}`,
  );
  const owner = await hookline.account();
  await signIn(page, owner);
  await page.goto("/bots/new");
  await page.getByLabel("Bot token").fill(telegram.token);
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByText("This bot sends its updates to 203.0.113.7 now")).toBeVisible();
  await expect(page.locator('img[src^="data:image/jpeg"]')).toBeVisible();
  expect(await page.content()).not.toContain("secret-path");
  await expect(page.getByText(/Webhook is the better choice here/)).toBeVisible();

  await page.getByRole("button", { name: "Use another token" }).click();
  await expect(page.getByLabel("Bot token")).toHaveValue("");
  await page.getByLabel("Bot token").fill(telegram.token);
  // It was looked at before: known at once.
  await page.getByRole("button", { name: "Register @taken_over_bot" }).click();
  await page.waitForURL(/\/bots\/\d+\/welcome$/);
  await expect(
    page.getByRole("main").getByRole("link", { name: "@taken_over_bot", exact: true }),
  ).toHaveAttribute("href", "https://t.me/taken_over_bot?start=hello");
  await expect(page.getByRole("img", { name: "QR code of the chat with @taken_over_bot" })).toBeVisible();
  await expect(page.getByText("Waiting for the first update…")).toBeVisible();
  hookline.simulator.sendMessage(telegram.id, { chat_id: 3, text: "/start", first_name: "Ada" });
  await expect(page.getByText("First update received, and the bot has answered it")).toBeVisible();
  expect(repliesOf(hookline, telegram.id)).toHaveLength(1);
  expect(hookline.simulator.bot(telegram.id).webhook.url).toContain(hookline.url);
  expect(await page.content()).not.toContain(telegram.token.slice(-20));
});
