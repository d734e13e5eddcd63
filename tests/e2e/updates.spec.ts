import type { Page } from "@playwright/test";
import { expect, newBot, repliesOf, signIn, test } from "./fixtures";

const rows = (page: Page) => page.getByRole("link", { name: /^(Handled|In work|Failed|Set aside) Message/ });

test("new updates appear at the top without a reload, and none moves a row under the pointer", async ({
  page,
  hookline,
}) => {
  const owner = await hookline.account();
  const bot = await newBot(hookline, owner, "polling");
  const write = (text: string) =>
    hookline.simulator.sendMessage(bot.telegram.id, { chat_id: 5, text }).update_id;
  const first = write("/start");
  await signIn(page, owner);
  await page.goto(`/bots/${bot.id}/updates`);
  await expect(rows(page)).toHaveCount(1);
  const second = write("two");
  await expect(rows(page).first()).toContainText(String(second));

  await rows(page).first().hover();
  const before = await rows(page).last().boundingBox();
  const third = write("three");
  await expect(page.getByRole("button", { name: "1 new update" })).toBeVisible();
  await expect(rows(page)).toHaveCount(2);
  expect(await rows(page).last().boundingBox()).toEqual(before);
  // The button is there for whoever comes from the list to press it, however slowly.
  await page.getByRole("button", { name: "1 new update" }).hover();
  await page.waitForTimeout(300);
  await page.getByRole("button", { name: "1 new update" }).click();
  await expect(rows(page).first()).toContainText(String(third));
  await expect(rows(page).last()).toContainText(String(first));

  await page.getByRole("button", { name: "Pause" }).click();
  await page.mouse.move(0, 0);
  const fourth = write("four");
  await expect(page.getByRole("button", { name: "1 new update" })).toBeVisible();
  await page.getByRole("button", { name: "Resume" }).click();
  await page.mouse.move(0, 0);
  await expect(rows(page).first()).toContainText(String(fourth));
});

test("updates are found by the text inside them, and the address keeps what was asked for", async ({
  page,
  hookline,
}) => {
  const owner = await hookline.account();
  const bot = await newBot(hookline, owner, "polling");
  for (const text of ["order 17", "Заказ 18", "hello", "100% _sure_"]) {
    hookline.simulator.sendMessage(bot.telegram.id, { chat_id: 5, text });
  }
  await signIn(page, owner);
  await page.goto(`/bots/${bot.id}/updates`);
  await expect(rows(page)).toHaveCount(4);
  const search = page.getByRole("searchbox", { name: "Text inside" });
  for (const text of ["ORDER 17", "заказ", "100% _"]) {
    await search.fill(text);
    await search.press("Enter");
    await page.waitForURL(({ searchParams }) => searchParams.get("text") === text);
    await expect(rows(page)).toHaveCount(1);
  }
  await expect(page.getByText("Looked through all 4 updates that are stored.")).toBeVisible();
  await search.fill("100%_");
  await search.press("Enter");
  await expect(page.getByText("Nothing here fits the filter.")).toBeVisible();
  await page.goto(`/bots/${bot.id}/updates?text=%20&state=nonsense&chatId=1e9&door=up&cursor=`);
  await expect(rows(page)).toHaveCount(4);
});

test("an update is run dry, replayed for real, and both attempts can be seen", async ({ page, hookline }) => {
  const owner = await hookline.account();
  const bot = await newBot(hookline, owner, "webhook");
  const replies = (text: string) =>
    hookline.api(owner, "PUT", `/bots/${bot.id}/replies`, {
      replies: [{ trigger: { type: "any" }, text, enabled: true }],
    });
  await replies("old {{text}}");
  hookline.simulator.sendMessage(bot.telegram.id, { chat_id: 5, text: "<b>hi</b>" });
  await signIn(page, owner);
  await page.goto(`/bots/${bot.id}/updates`);
  await rows(page).first().click();
  await expect(page.getByText("old <b>hi</b>")).toBeVisible();
  await replies("new {{text}}");

  await page.getByRole("button", { name: "Dry run" }).click();
  await expect(page.getByText("What a replay would do now")).toBeVisible();
  await expect(page.getByText("new <b>hi</b>")).toBeVisible();
  expect(repliesOf(hookline, bot.telegram.id)).toEqual(["old <b>hi</b>"]);

  await page.getByRole("button", { name: "Replay", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Replay for real" }).dblclick();
  await expect(page.getByText("Attempt 2 is through")).toBeVisible();
  await page.getByText("Attempt 1", { exact: true }).click();
  await expect(page.getByText("old <b>hi</b>")).toBeVisible();
  expect(repliesOf(hookline, bot.telegram.id)).toEqual(["old <b>hi</b>", "new <b>hi</b>"]);
});

test("the payload is copied whole, any part of it as JSON, a value and the way to it", async ({
  page,
  context,
  hookline,
}) => {
  const owner = await hookline.account();
  const bot = await newBot(hookline, owner, "polling");
  const entities = Array.from({ length: 200 }, (_, offset) => ({ type: "bold", offset, length: 1 }));
  hookline.simulator.pushUpdate(bot.telegram.id, {
    message: {
      message_id: 1,
      date: Math.floor(Date.now() / 1000),
      chat: { id: 5, type: "private", first_name: "Ada" },
      text: "x".repeat(200),
      entities,
    },
  });
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
  await signIn(page, owner);
  await page.goto(`/bots/${bot.id}/updates`);
  await rows(page).first().click();
  await page.getByRole("button", { name: "Copy message.chat as JSON" }).click();
  await expect(page.getByText("Copied: message.chat")).toBeVisible();
  expect(JSON.parse(await clipboard())).toEqual({ id: 5, type: "private", first_name: "Ada" });
  await page.getByRole("button", { name: '"Ada"' }).click();
  await expect.poll(clipboard).toBe("Ada");
  // More than the tree shows is copied all the same.
  await expect(page.getByText("shortened")).toBeVisible();
  await page.getByRole("button", { name: "Copy message.entities as JSON" }).click();
  await expect.poll(async () => JSON.parse(await clipboard())).toEqual(entities);
  await page.getByRole("button", { name: "Copy all" }).click();
  await expect.poll(async () => JSON.parse(await clipboard()).message?.entities).toEqual(entities);
});

test("all that match a filter are replayed at once, each once", async ({ page, hookline }) => {
  const owner = await hookline.account();
  const bot = await newBot(hookline, owner, "polling");
  await hookline.api(owner, "PUT", `/bots/${bot.id}/replies`, {
    replies: [{ trigger: { type: "any" }, text: "{{text}}", enabled: true }],
  });
  for (const text of ["order 1", "order 2", "order 3", "hello"]) {
    hookline.simulator.sendMessage(bot.telegram.id, { chat_id: 5, text });
  }
  await signIn(page, owner);
  await page.goto(`/bots/${bot.id}/updates?text=order`);
  await expect(rows(page)).toHaveCount(3);
  await page.getByRole("button", { name: "Replay all that match…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Dry run" }).click();
  await expect(dialog.getByText("3 calls in answer to 3 updates")).toBeVisible();
  await dialog.getByRole("button", { name: "Replay for real" }).click();
  await expect(page.getByText("3 updates are being replayed")).toBeVisible();
  await expect
    .poll(() => repliesOf(hookline, bot.telegram.id).slice(4), { timeout: 15_000 })
    .toEqual(["order 1", "order 2", "order 3"]);

  await page.goto(`/bots/${bot.id}/updates`);
  await page.getByRole("checkbox").first().check();
  await expect(page.getByText("1 selected")).toBeVisible();
  await page.getByRole("button", { name: "Replay selected…" }).click();
  await expect(dialog.getByRole("heading", { name: "Replay 1 update" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
});

test("a chat is set aside and released, and its updates are handled in order", async ({ page, hookline }) => {
  const owner = await hookline.account();
  const bot = await newBot(hookline, owner, "webhook");
  await hookline.api(owner, "PUT", `/bots/${bot.id}/replies`, {
    replies: [{ trigger: { type: "any" }, text: "{{text}}", enabled: true }],
  });
  const write = (text: string) => hookline.simulator.sendMessage(bot.telegram.id, { chat_id: 66, text });
  write("before");
  await signIn(page, owner);
  await page.goto(`/bots/${bot.id}/updates`);
  await rows(page).first().click();
  const aside = page.getByRole("heading", { name: "Chats set aside" });
  await page.getByRole("button", { name: "Set this chat aside" }).click();
  await expect(aside).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(aside).toBeHidden({ timeout: 15_000 });
  await page.getByRole("button", { name: "Set this chat aside" }).click();
  await expect(aside).toBeVisible();
  write("aside 1");
  write("aside 2");
  await expect(page.getByText("2 waiting")).toBeVisible();
  expect(repliesOf(hookline, bot.telegram.id)).toEqual(["before"]);
  await page.goto(`/bots/${bot.id}`);
  await expect(page.getByText("Set aside by the bot's owner.")).toBeVisible();
  await page.getByRole("button", { name: "Release", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Chats set aside" })).toBeHidden({ timeout: 15_000 });
  expect(repliesOf(hookline, bot.telegram.id)).toEqual(["before", "aside 1", "aside 2"]);
});

test("two updates of one number are two rows, and each opens itself", async ({ page, hookline }) => {
  const owner = await hookline.account();
  const bot = await newBot(hookline, owner, "webhook");
  const number = 727_000_000;
  await signIn(page, owner);
  await page.goto(`/bots/${bot.id}/updates`);
  for (const [index, text] of ["before the move", "after the move"].entries()) {
    await expect.poll(() => hookline.simulator.bot(bot.telegram.id).pending).toBe(0);
    hookline.simulator.renumber(bot.telegram.id, number);
    hookline.simulator.sendMessage(bot.telegram.id, { chat_id: 5, text });
    await expect(rows(page)).toHaveCount(index + 1);
  }
  for (const [row, text] of ["after the move", "before the move"].entries()) {
    await expect(rows(page).nth(row)).toContainText(String(number));
    await rows(page).nth(row).click();
    await expect(page.getByText(text).first()).toBeVisible();
    await expect(rows(page).nth(row)).toHaveAttribute("aria-current", "true");
    await expect(rows(page).nth(1 - row)).not.toHaveAttribute("aria-current");
  }
});
