import { expect, newBot, openNewBot, signIn, test, tileTime } from "./fixtures";

// While the web process is away, the browser reports its own failed requests.
test.use({ expectedComplaints: { patterns: [/api\/events/, /ERR_/, /Failed to fetch/] } });

test("an open page says that it is behind, reconnects by itself and catches up", async ({
  page,
  hookline,
}) => {
  const { bot } = await openNewBot(page, hookline, "polling");
  await hookline.web.stop();
  await expect(page.getByText("Reconnecting…")).toBeVisible({ timeout: 15_000 });
  // The sidecar polls on: this update arrives while nobody can tell the page.
  hookline.simulator.sendMessage(bot.telegram.id, { chat_id: 12, text: "/start" });
  await hookline.start("web");
  await expect(page.getByText("Reconnecting…")).toBeHidden({ timeout: 20_000 });
  await expect(tileTime(page, "Last polling update")).toBeVisible();
});

test("a bot that gets into trouble says so on whatever page is open, and leads to itself", async ({
  page,
  hookline,
}) => {
  const owner = await hookline.account();
  const bot = await newBot(hookline, owner, "polling");
  await signIn(page, owner);
  await page.goto("/account");
  hookline.simulator.deleteBot(bot.telegram.id);
  const notice = page.getByRole("link", { name: `@${bot.username} needs you` });
  await expect(notice).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText("Telegram refuses its token.")).toBeVisible();
  await notice.click();
  await expect(page).toHaveURL(`/bots/${bot.id}`);
  await expect(notice).toBeHidden();
});
