import { startHookline } from "../support/hookline";
import { expect, newBot, signIn, test } from "./fixtures";

// The grace, the recovery's pause and the supervisor's rounds are waited for.
test.describe.configure({ timeout: 120_000 });

test("an outage is told live: the door, why, when the webhook is tried again, and the way back", async ({
  browser,
}) => {
  const own = await startHookline({
    env: {
      FAILOVER_CHECK_INTERVAL_MS: "500",
      FAILOVER_GRACE_MS: "2000",
      FAILOVER_CANARY_INTERVAL_MS: "1000",
      FAILOVER_RECOVERY_MS: "15000",
      LEASE_TTL_MS: "5000",
    },
  });
  const context = await browser.newContext({ baseURL: own.url });
  try {
    const owner = await own.account();
    const bot = await newBot(own, owner, "webhook");
    const [page, timeline] = [await context.newPage(), await context.newPage()];
    await signIn(page, owner);
    await page.goto(`/bots/${bot.id}`);
    await timeline.goto(`/bots/${bot.id}/timeline`);
    await expect(page.getByRole("button", { name: "Webhook", exact: true })).toBeVisible();

    const texts = "Failed to resolve host: Name or service not known";
    const fault = own.simulator.fault({ kind: "webhook-unreachable", message: texts });
    own.simulator.sendMessage(bot.telegram.id, { chat_id: 1, text: "/start" });
    // Nothing below loads a page anew.
    await expect(page.getByRole("button", { name: "Polling · fallback" })).toBeVisible({ timeout: 30_000 });
    await expect(page.getByRole("region", { name: "Health" })).toContainText(texts);
    await expect(page.getByText(/The webhook is tried again in \d+ s/)).toBeVisible();
    await expect(timeline.getByRole("listitem").filter({ hasText: texts }).first()).toBeVisible();

    own.simulator.clearFaults(fault.id);
    await expect(page.getByRole("button", { name: "Webhook", exact: true })).toBeVisible({ timeout: 45_000 });
    await expect(
      timeline.getByRole("listitem").filter({ hasText: "The webhook is tried again." }),
    ).toBeVisible();
  } finally {
    await context.close();
    await own.close();
  }
});

test("while Telegram cannot be reached an open page says so, and takes it back by itself", async ({
  page,
  hookline,
}) => {
  const owner = await hookline.account();
  const bot = await newBot(hookline, owner, "polling");
  hookline.simulator.sendMessage(bot.telegram.id, { chat_id: 1, text: "/start" });
  await signIn(page, owner);
  await page.goto(`/bots/${bot.id}`);
  const health = page.getByRole("region", { name: "Health" });
  await expect(health).toContainText("Updates arrive");

  const fault = hookline.simulator.fault({ kind: "api-down", bot_id: bot.telegram.id });
  await expect(health).toContainText("could not reach Telegram", { timeout: 20_000 });
  hookline.simulator.clearFaults(fault.id);
  await expect(health).toContainText("Updates arrive", { timeout: 25_000 });
});
