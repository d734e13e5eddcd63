import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import type { Account, RunningHookline } from "../support/hookline";
import { expect, newBot, signIn, test } from "./fixtures";

const list = [
  { trigger: { type: "command", value: "start" }, text: "Hello {{first_name}}", enabled: true },
  { trigger: { type: "keyword", value: "bread" }, text: "Baked today.", enabled: true },
  { trigger: { type: "any" }, text: "I know <b>bread</b>.", parseMode: "HTML", enabled: true },
];

async function openReplies(page: Page, hookline: RunningHookline, owner: Account) {
  const bot = await newBot(hookline, owner, "polling");
  await hookline.api(owner, "PUT", `/bots/${bot.id}/replies`, { replies: list });
  await signIn(page, owner);
  await page.goto(`/bots/${bot.id}/replies`);
  return bot;
}

const cards = (page: Page) => page.getByRole("main").locator("ol").first().locator("> li");

test("a message is tried before anything is saved: which reply answers, why, and why the others do not", async ({
  page,
  hookline,
}) => {
  const bot = await openReplies(page, hookline, await hookline.account());
  const message = page.getByRole("textbox", { name: "Message" });
  await message.fill("Any BREAD left?");
  await message.press("Enter");
  await expect(page.getByText("Reply 2 answers")).toBeVisible();
  await expect(page.getByText("it holds the reply's word or phrase.")).toBeVisible();
  await page.getByText("Why the others do not").click();
  await expect(page.getByText("another command")).toBeVisible();

  // Not saved, and counted all the same.
  await page.getByRole("switch", { name: /Reply 2/ }).click();
  await page.getByRole("button", { name: "Try it" }).click();
  await expect(page.getByText("Reply 3 answers")).toBeVisible();
  await message.fill("/start@somebody_elses_bot");
  await page.getByRole("button", { name: "Try it" }).click();
  await expect(page.getByText("No reply answers")).toBeVisible();
  await expect(page.getByText("The command is for @somebody_elses_bot")).toBeVisible();
  expect(hookline.simulator.calls(bot.telegram.id).some(({ method }) => method === "sendMessage")).toBe(
    false,
  );
});

test("a removed reply comes back in its place, and a saved list is taken back", async ({
  page,
  hookline,
}) => {
  const owner = await hookline.account();
  const bot = await openReplies(page, hookline, owner);
  // The newest confirmation stands last.
  const undo = page.getByRole("button", { name: "Undo" }).last();
  const stored = async () => {
    const { json } = await hookline.api(owner, "GET", `/bots/${bot.id}/replies`);
    return (json as { replies: { text: string }[] }).replies.map(({ text }) => text);
  };
  const texts = list.map(({ text }) => text);
  await cards(page).nth(1).getByRole("button", { expanded: false }).click();
  await page.getByRole("button", { name: "Remove this reply" }).click();
  await expect(cards(page)).toHaveCount(2);
  await undo.click();
  await expect(cards(page)).toHaveCount(3);
  await expect(cards(page).nth(1)).toContainText("bread");
  await expect(page.getByText("Unsaved changes")).toBeHidden();

  await page.getByRole("button", { name: "Remove this reply" }).click();
  await expect(undo).toBeVisible();
  await page.getByRole("button", { name: "Save replies" }).click();
  await expect.poll(stored).toEqual([texts[0], texts[2]]);
  await expect(page.getByText("The bot answers with these from now on.")).toBeVisible();
  await undo.click();
  await expect.poll(stored).toEqual(texts);
  await expect(cards(page)).toHaveCount(3);
  await expect(page.getByText("Unsaved changes")).toBeHidden();
});

test("the order is changed by keys and by pointer, and said to whoever does not see it", async ({
  page,
  hookline,
}) => {
  await openReplies(page, hookline, await hookline.account());
  const handle = (place: number) =>
    page.getByRole("button", { name: new RegExp(`^Reply ${place}, .*drag$`) });
  await handle(1).focus();
  await page.keyboard.press("ArrowDown");
  await expect(cards(page).nth(1)).toContainText("/start");
  await expect(page.getByText("Now reply 2 of 3")).toBeAttached();
  await expect(handle(2)).toBeFocused();
  await page.keyboard.press("End");
  await expect(cards(page).nth(2)).toContainText("/start");

  const from = await handle(3).boundingBox();
  const to = await cards(page).nth(0).boundingBox();
  if (!from || !to) throw new Error("the cards are not on the page");
  await page.mouse.move(from.x + 5, from.y + 5);
  await page.mouse.down();
  await page.mouse.move(to.x + 20, to.y + to.height / 2, { steps: 12 });
  await page.mouse.up();
  await expect(cards(page).nth(0)).toContainText("/start");
  // As it was saved: there is nothing to save or discard.
  await expect(page.getByText("Unsaved changes")).toBeHidden();
});

test("what Export writes Import reads; a bad file says where it is wrong and changes nothing", async ({
  page,
  hookline,
}) => {
  const bot = await openReplies(page, hookline, await hookline.account());
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export" }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe(`${bot.username}-replies.json`);
  const exported = JSON.parse(await readFile(await file.path(), "utf8")) as { replies: object[] };
  expect(exported.replies).toMatchObject(list);

  const picker = page.locator('input[type="file"]');
  const bring = (text: string) =>
    picker.setInputFiles({ name: "replies.json", mimeType: "application/json", buffer: Buffer.from(text) });
  await bring('{"replies": [');
  await expect(page.getByText("This file is not JSON")).toBeVisible();
  await bring('{"bots": 3}');
  await expect(page.getByText("It holds no list of replies")).toBeVisible();
  await bring(JSON.stringify([{ trigger: { type: "keyword", value: "x" }, text: "{{nobody}}" }]));
  await expect(page.getByText(/^Reply 1, text:/)).toBeVisible();
  await expect(cards(page)).toHaveCount(3);
  await expect(page.getByText("Unsaved changes")).toBeHidden();

  await bring(JSON.stringify({ replies: [...exported.replies].reverse() }));
  await expect(page.getByText("3 replies read from the file")).toBeVisible();
  await expect(page.getByText("This file")).toBeHidden();
  await expect(cards(page).nth(2)).toContainText("/start");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(cards(page).nth(0)).toContainText("/start");
  await expect(page.getByText("Unsaved changes")).toBeHidden();
});
