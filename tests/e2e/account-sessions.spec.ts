import { expect, signIn, test } from "./fixtures";

test("a person sees where they are signed in, ends a session, and changes the password without losing this one", async ({
  page,
  hookline,
  browser,
}) => {
  const person = await hookline.account();
  await signIn(page, person);
  const elsewhere = await browser.newContext({
    baseURL: hookline.url,
    userAgent:
      "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
  });
  const phone = await elsewhere.newPage();
  await signIn(phone, person);

  await page.goto("/account");
  const sessions = page.locator("#sessions");
  await expect(sessions.getByRole("listitem")).toHaveCount(2);
  await expect(sessions.getByRole("listitem").first()).toContainText("This one");
  await sessions.getByRole("button", { name: "Sign out Safari on iPhone" }).click();
  await expect(sessions.getByRole("listitem")).toHaveCount(1);
  // Its event stream has ended, and is not let in again.
  await expect(phone.getByRole("button", { name: "Sign in again" })).toBeVisible();
  await phone.goto("/bots");
  await expect(phone).toHaveURL(/\/sign-in/);

  await signIn(phone, person);
  await page.reload();
  await page.getByLabel("Current password").fill(person.password);
  await page.getByLabel("New password").fill("a password of another kind");
  await expect(page.getByLabel("Sign out everywhere else")).toBeChecked();
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("Your password is changed.")).toBeVisible();
  await phone.goto("/bots");
  await expect(phone).toHaveURL(/\/sign-in/);
  await page.goto("/bots");
  await expect(page).toHaveURL(/\/bots$/);
  await elsewhere.close();
});
