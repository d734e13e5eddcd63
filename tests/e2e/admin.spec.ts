import { text } from "node:stream/consumers";
import { startHookline } from "../support/hookline";
import { expect, newBot, signIn, test } from "./fixtures";

test("the admin sees the fleet, finds a bot and reads its health", async ({ page, hookline }) => {
  const [admin, owner] = [await hookline.account("admin"), await hookline.account()];
  const bot = await newBot(hookline, owner, "webhook");
  await newBot(hookline, owner, "polling");
  await signIn(page, admin);
  await page.getByRole("link", { name: "Fleet" }).click();
  await expect(page.getByRole("heading", { name: "Fleet" })).toBeVisible();
  await page.getByLabel("Search by name, owner or number").fill(bot.username);
  await page.getByRole("button", { name: "Find" }).click();
  await expect(page).toHaveURL(new RegExp(`search=${bot.username}`));
  await expect(page.getByRole("row")).toHaveCount(2);

  await page.getByRole("link", { name: "End-to-end" }).click();
  await page.waitForURL("**/admin/bots/*");
  await expect(page).toHaveTitle(`Health · @${bot.username} · Hookline`);
  await expect(page.getByText(owner.email)).toBeVisible();
  hookline.simulator.sendMessage(bot.telegram.id, { chat_id: 5, text: "/start" });
  await expect(page.getByText("1 in total").first()).toBeVisible({ timeout: 20_000 });
  await page.getByRole("navigation", { name: "Range of time" }).getByRole("link", { name: "1 h" }).click();
  await expect(page.getByRole("img", { name: "Updates: By door, last hour" })).toBeVisible();
  await page.getByRole("button", { name: "Ask Telegram now" }).click();
  await expect(page.getByLabel("getWebhookInfo")).toContainText("/webhook/");
  await expect(page.getByText(bot.telegram.token)).toHaveCount(0);
  await page.getByRole("button", { name: "Switch to polling" }).click();
  await expect(page.getByText("Switched to polling by an admin.")).toBeVisible();

  await page.getByRole("link", { name: "Processes" }).click();
  await expect(page.getByRole("row", { name: /Sidecar .* Alive/ }).first()).toBeVisible();
  await expect(page.getByRole("row", { name: /Web .* Alive/ }).first()).toBeVisible();
});

test("chosen bots are paused with progress, and the audit log says so and is saved as a file", async ({
  page,
  hookline,
}) => {
  const [admin, owner] = [await hookline.account("admin"), await hookline.account()];
  const bots = [await newBot(hookline, owner, "polling"), await newBot(hookline, owner, "webhook")];
  await signIn(page, admin);
  await page.goto(`/admin?search=${owner.email}`);
  await page.getByRole("button", { name: "Choose all on this page" }).click();
  await expect(page.getByText("2 chosen")).toBeVisible();
  await page.getByLabel("Act…").selectOption("pause");
  await page.getByRole("button", { name: "Go ahead" }).click();
  await expect(page.getByText("2 of 2 done · 2 went well")).toBeVisible();
  await page.getByRole("button", { name: "Close" }).last().click();
  await expect(page.getByRole("row", { name: /Paused/ })).toHaveCount(2);

  await page.getByRole("link", { name: "Audit log" }).click();
  await page.getByLabel("Action").selectOption("Paused a bot");
  await page.getByLabel("Bot number").fill(String(bots[0]?.id));
  await page.getByRole("button", { name: "Filter" }).click();
  await expect(page).toHaveURL(/action=fleet.pause/);
  await expect(page.getByRole("row")).toHaveCount(2);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Export as CSV" }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^hookline-audit-\d{4}-\d\d-\d\d\.csv$/);
  const lines = (await text(await download.createReadStream())).trim().split("\r\n");
  expect(lines[0]).toBe("time,person,account,action,bot,bot_username,details");
  expect(lines).toHaveLength(2);
  expect(lines[1]).toContain(`${admin.email},${admin.userId},fleet.pause,${bots[0]?.id}`);
});

test("people are found, disabled and enabled, and an invitation is withdrawn", async ({ page, hookline }) => {
  const [admin, person] = [await hookline.account("admin"), await hookline.account()];
  await signIn(page, admin);
  await page.goto("/admin/users");
  await page.getByLabel("Search by address or name").fill(person.email);
  await page.getByRole("button", { name: "Find" }).click();
  await expect(page.getByRole("row")).toHaveCount(2);
  await page.getByRole("button", { name: `Acts on ${person.email}` }).click();
  await page.getByRole("menuitem", { name: "Disable" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Disable" }).click();
  await expect(page.getByRole("row", { name: /Disabled/ })).toHaveCount(1);
  expect((await hookline.api(person, "GET", "/bots")).status).toBe(401);
  await page.getByRole("button", { name: `Acts on ${person.email}` }).click();
  await page.getByRole("menuitem", { name: "Enable" }).click();
  await expect(page.getByRole("row", { name: /Disabled/ })).toHaveCount(0);
  expect((await hookline.api(person, "GET", "/bots")).status).toBe(200);

  await page.goto(`/admin/users?search=${admin.email}`);
  await expect(page.getByText("You", { exact: true })).toBeVisible();
  await expect(page.getByRole("button", { name: /Acts on/ })).toHaveCount(0);

  const guest = `guest-${admin.userId}@example.org`;
  await page.getByLabel("Email").fill(guest);
  await page.getByRole("button", { name: "Create a link" }).click();
  const invitation = await page.locator("code", { hasText: "/sign-up?invite=" }).textContent();
  const entry = page.getByRole("listitem").filter({ hasText: guest });
  await entry.getByRole("button", { name: "Withdraw" }).click();
  await expect(entry).toHaveCount(0);
  await page.context().clearCookies();
  await page.goto(invitation ?? "");
  await expect(page.getByText("This invitation is no longer valid")).toBeVisible();
});

test("the wizard is started, paused and cancelled, and its wave goes back to polling", async ({ page }) => {
  const own = await startHookline({ env: { FAILOVER_CANARY_INTERVAL_MS: "300", LEASE_TTL_MS: "2000" } });
  try {
    const admin = await own.account("admin");
    await page.goto(`${own.url}/sign-in`);
    await page.getByLabel("Email").fill(admin.email);
    await page.getByLabel("Password", { exact: true }).fill(admin.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.waitForURL("**/bots");
    await page.goto(`${own.url}/admin/migration`);
    await expect(page.getByRole("button", { name: "Start with one bot" })).toBeDisabled();
    await page.getByLabel("Polling is the default").check();
    await expect(page.getByText("The phase is changed")).toBeVisible();
    for (let n = 0; n < 3; n += 1) {
      const { token } = own.simulator.createBot({ first_name: "Polled" });
      const { json } = await own.api(admin, "POST", "/bots", { token });
      expect(json).toMatchObject({ mode: "polling" });
    }
    await page.reload();
    await page.getByLabel("Webhooks are the default").check();
    await expect(page.getByText("3 bots would be moved, wave by wave.")).toBeVisible();
    await page.getByRole("button", { name: "Start with one bot" }).click();
    await expect(page.getByText("Under way", { exact: true })).toBeVisible();
    await expect(page.getByRole("listitem").filter({ hasText: "One bot" })).toContainText("At the webhook");
    await page.getByRole("button", { name: "Pause", exact: true }).click();
    await expect(page.getByText("Paused", { exact: true })).toBeVisible();
    await page.getByRole("button", { name: "Cancel…" }).click();
    await page.getByRole("button", { name: "Back to polling" }).click();
    await expect(page.getByText("Cancelled", { exact: true })).toBeVisible({ timeout: 20_000 });
    expect(await own.db.database.prisma.bot.count({ where: { activeDoor: "polling" } })).toBe(3);
  } finally {
    // Its event stream would be cut off, and the console would say so.
    await page.goto("about:blank");
    await own.close();
  }
});

test("addresses that nobody means lead to a page, never to an error", async ({ page, hookline }) => {
  await signIn(page, await hookline.account("admin"));
  for (const [path, title] of [
    ["/admin?page=99999&sort=nonsense&direction=up&door=x&health=x&range=1y", "Fleet"],
    [`/admin?search=${encodeURIComponent("%'\"\\_<script>".repeat(6))}`, "Fleet"],
    ["/admin/users?page=-3&role=king&state=asleep&search=%25", "Users"],
    ["/admin/audit?from=2026-99-99&to=never&bot=-5&before=x&action=%3Cb%3E&person=%25", "Audit log"],
    ["/admin/audit?bot=99999999999999999999", "Audit log"],
  ] as const) {
    await page.goto(path);
    await expect(page.getByRole("heading", { name: title, level: 1 })).toBeVisible();
  }
  const nul = await page.request.get("/admin?search=%00");
  expect([nul.status(), await nul.text()]).toEqual([400, "This request cannot be read.\n"]);
});
