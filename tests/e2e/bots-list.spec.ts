import { expect, newBot, signIn, test } from "./fixtures";

test("the list is searched, filtered and sorted by its address, and Back brings the list before", async ({
  page,
  hookline,
}) => {
  const owner = await hookline.account();
  const bots = [];
  for (let i = 0; i < 7; i++) bots.push(await newBot(hookline, owner, i % 2 === 0 ? "webhook" : "polling"));
  const [first, second] = bots as [(typeof bots)[number], (typeof bots)[number]];
  await hookline.api(owner, "PATCH", `/bots/${second.id}`, { enabled: false });
  await signIn(page, owner);
  const rows = page.getByRole("main").getByRole("listitem");
  await expect(rows).toHaveCount(7);
  await expect(rows.last()).toContainText(second.username);

  await page.getByRole("searchbox").pressSequentially(`@${first.username}`);
  await expect(rows).toHaveCount(1);
  await expect(page).toHaveURL(/q=/);
  await expect(page.getByRole("searchbox")).toBeFocused();

  await page.getByRole("searchbox").fill("no such bot <script>");
  await expect(page.getByText("No bot fits")).toBeVisible();
  await page.getByRole("link", { name: "Show all bots" }).click();
  await expect(rows).toHaveCount(7);
  await expect(page.getByRole("searchbox")).toHaveValue("");

  await page.getByRole("link", { name: "Paused 1" }).click();
  await expect(rows).toHaveCount(1);
  await page.getByLabel("Order").selectOption("name");
  await expect(page).toHaveURL(/state=paused.*sort=name/);
  await page.goBack();
  await expect(rows).toHaveCount(7);

  await page.getByLabel("Door").selectOption("polling");
  await expect(rows).toHaveCount(2);
  await page.reload();
  await expect(page.getByLabel("Door")).toHaveValue("polling");
  await expect(rows).toHaveCount(2);
});

test("a row shows the update that has just come, without a reload", async ({ page, hookline }) => {
  const owner = await hookline.account();
  const bot = await newBot(hookline, owner, "webhook");
  await signIn(page, owner);
  const row = page.getByRole("listitem").filter({ hasText: bot.username });
  await expect(row).toContainText("No data yet");
  hookline.simulator.sendMessage(bot.telegram.id, { chat_id: 9, text: "/start" });
  await expect(row).toContainText("Healthy");
  await expect(row.locator("time")).toBeVisible();
  await expect(row.getByRole("img", { name: "24 h: 1 update" })).toBeVisible();
});

test("a row names what could not be handled, and leads to it", async ({ page, hookline }) => {
  const owner = await hookline.account();
  const bot = await newBot(hookline, owner, "webhook");
  await hookline.db.database.pool.query(
    `INSERT INTO updates (bot_id, update_id, kind, door, payload, state, attempts, held_by, error)
     VALUES ($1, 1, 'message', 'webhook', '{}', 'dead', 5, 0, 'It failed.'),
       ($1, 2, 'message', 'webhook', '{}', 'handled', 1, 0, NULL)`,
    [bot.id],
  );
  await signIn(page, owner);
  const row = page.getByRole("listitem").filter({ hasText: bot.username });
  await row.getByRole("link", { name: "1 update could not be handled" }).click();
  await page.waitForURL(`**/bots/${bot.id}/updates?state=dead`);
  await expect(page.getByRole("link", { name: /^Failed Message/ })).toHaveCount(1);
  await expect(page.getByRole("link", { name: /^Handled Message/ })).toHaveCount(0);
});

test("2,000 bots of one tenant come in pages, and a hand-typed address never fails", async ({
  page,
  hookline,
}) => {
  const owner = await hookline.account();
  await hookline.db.database.pool.query(
    `INSERT INTO user_bots (owner_id, telegram_id, username, name, token_cipher, token_key_id,
       token_fingerprint, mode, status, allowed_updates)
     SELECT $1, 5000000000 + i, 'many_' || i || '_bot', 'Many ' || i, 'none', 'none', 'many' || i,
       'polling', 'paused', '{message}' FROM generate_series(1, 2000) i`,
    [owner.userId],
  );
  await signIn(page, owner);
  await expect(page.getByText("1–50 of 2,000")).toBeVisible();
  await page.getByRole("link", { name: "Next" }).click();
  await expect(page.getByText("51–100 of 2,000")).toBeVisible();
  await page.goto("/bots?page=999999&sort=nonsense&state=x&door=x");
  await expect(page.getByText("1,951–2,000 of 2,000")).toBeVisible();
});
