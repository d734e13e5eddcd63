import { expect, newBot, signIn, test } from "./fixtures";

// The browser repeats what failed in its console: the document's status, and the error that React was told of.
test.use({
  expectedComplaints: { patterns: [/status of 500/, /Server Components render/, /React error #4(?:19|41)/] },
});

test("a page that fails says so with a reference that is in the log, and loads when it is tried again", async ({
  page,
  hookline,
}) => {
  const owner = await hookline.account();
  const bot = await newBot(hookline, owner, "polling");
  await signIn(page, owner);
  const { pool } = hookline.db.database;
  await pool.query("ALTER TABLE replies RENAME TO replies_away");
  try {
    await page.goto(`/bots/${bot.id}/replies`);
    await expect(page.getByRole("heading", { name: "This page did not load" })).toBeVisible();
    const reference = (await page.locator("main code").last().textContent()) ?? "";
    expect(reference).toMatch(/^\d{5,}$/);
    await expect.poll(() => hookline.web.output()).toContain(`"reference":"${reference}"`);
    // What failed is for the log alone.
    expect(await page.content()).not.toContain("replies_away");
    await expect(page.getByText("does not exist")).toHaveCount(0);
  } finally {
    await pool.query("ALTER TABLE replies_away RENAME TO replies");
  }
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("button", { name: "Add a reply" })).toBeVisible();
});
