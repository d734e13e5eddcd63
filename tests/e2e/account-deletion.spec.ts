import { expect, newBot, signIn, test } from "./fixtures";

test("an account goes with its bots once its address is typed", async ({ page, hookline }) => {
  const person = await hookline.account();
  const bot = await newBot(hookline, person, "polling");
  await signIn(page, person);
  await page.goto("/account");
  await page.getByRole("button", { name: "Delete my account" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Your password").fill("not the password");
  await expect(dialog.getByRole("button", { name: "Delete everything" })).toBeDisabled();
  await dialog.getByLabel(`Type ${person.email} to confirm`).fill(person.email);
  await dialog.getByRole("button", { name: "Delete everything" }).click();
  await expect(dialog.getByText("That is not your current password.")).toBeVisible();
  await dialog.getByLabel("Your password").fill(person.password);
  await dialog.getByRole("button", { name: "Delete everything" }).click();
  await page.waitForURL("**/sign-in");
  expect(await hookline.db.database.prisma.bot.count({ where: { id: bot.id } })).toBe(0);
  await page.goto("/bots");
  await expect(page).toHaveURL(/\/sign-in/);
});
