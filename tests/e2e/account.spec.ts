import { generateSync } from "otplib";
import { expect, signIn, test } from "./fixtures";

test("two-factor sign-in: set up, sign in with a code and with a recovery code, turn off", async ({
  page,
  hookline,
}) => {
  const person = await hookline.account();
  await signIn(page, person);
  await page.goto("/account");
  const section = page.locator("#two-factor");
  await section.getByRole("button", { name: "Set up" }).click();
  await section.getByLabel("First, your password").fill("not the password");
  await section.getByRole("button", { name: "Next" }).click();
  await expect(section.getByText("That is not your current password.")).toBeVisible();
  await section.getByLabel("First, your password").fill(person.password);
  await section.getByRole("button", { name: "Next" }).click();
  await expect(section.getByRole("img", { name: "QR code for your authenticator app" })).toBeVisible();
  const secret = ((await section.locator("code").textContent()) ?? "").replaceAll(" ", "");
  const code = (aheadS = 0) => generateSync({ secret, epoch: Math.floor(Date.now() / 1000) + aheadS });

  await section.getByLabel("Code", { exact: true }).fill("abc");
  await section.getByRole("button", { name: "Turn it on" }).click();
  await expect(section.getByText(/That code is not right/)).toBeVisible();
  const used = code();
  await section.getByLabel("Code", { exact: true }).fill(used);
  await section.getByRole("button", { name: "Turn it on" }).click();
  await expect(section.getByText("Keep these recovery codes")).toBeVisible();
  const codes = await section.getByRole("listitem").allTextContents();
  expect(codes).toHaveLength(10);
  await section.getByRole("button", { name: "I have kept them" }).click();
  await expect(section.getByText("10 recovery codes left")).toBeVisible();
  await page.reload();
  expect(await page.content(), "neither is shown again").not.toContain(secret);
  expect(await page.content()).not.toContain(codes[0]);

  const leave = async () => {
    await page.getByRole("button", { name: "Account", exact: true }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await page.waitForURL("**/sign-in");
    await page.getByLabel("Email").fill(person.email);
    await page.getByLabel("Password", { exact: true }).fill(person.password);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(page.getByText("One more step")).toBeVisible();
  };
  await leave();
  await page.getByLabel("Code", { exact: true }).fill(used);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByText(/That code is not right, or it was used before/)).toBeVisible();
  await page.getByLabel("Code", { exact: true }).fill(code(30));
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL("**/bots");

  await leave();
  await page.getByRole("button", { name: "Use a recovery code instead" }).click();
  await page.getByLabel("Recovery code").fill(codes[0] ?? "");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL("**/bots");

  await page.goto("/account");
  await expect(section.getByText("9 recovery codes left")).toBeVisible();
  await section.getByRole("button", { name: "Turn off" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Password", { exact: true }).fill(person.password);
  await dialog.getByRole("button", { name: "Use a recovery code instead" }).click();
  await dialog.getByLabel("Recovery code").fill(codes[1] ?? "");
  await dialog.getByRole("button", { name: "Turn off" }).click();
  await expect(section.getByRole("button", { name: "Set up" })).toBeVisible();
});
