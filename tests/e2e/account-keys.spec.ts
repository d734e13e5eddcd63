import { expect, signIn, test } from "./fixtures";

test("a key with chosen scopes is made, seen once, used and revoked", async ({ page, hookline }) => {
  const person = await hookline.account();
  await signIn(page, person);
  await page.goto("/account");
  const keys = page.locator("#api-keys");
  await keys.getByLabel("Name").fill("Dashboard");
  await keys.getByLabel("Expires").selectOption({ label: "in 30 days" });
  for (const scope of ["Read", "Change", "Send messages"]) await keys.getByLabel(scope).uncheck();
  await keys.getByLabel("Account password").fill(person.password);
  await keys.getByRole("button", { name: "Create a key" }).click();
  await expect(keys.getByText("Choose what the key may do.")).toBeVisible();

  const ask = async (password: string) => {
    await keys.getByLabel("Name").fill("Dashboard");
    await keys.getByLabel("Expires").selectOption({ label: "in 30 days" });
    for (const scope of ["Change", "Send messages"]) await keys.getByLabel(scope).uncheck();
    await keys.getByLabel("Account password").fill(password);
    await keys.getByRole("button", { name: "Create a key" }).click();
  };
  await ask("not the password");
  await expect(keys.getByText("That is not your current password.")).toBeVisible();
  await expect(keys.getByRole("listitem").filter({ hasText: "Dashboard" })).toHaveCount(0);
  await ask(person.password);
  const key = (await keys.locator("code", { hasText: /^hl_.{43}$/ }).textContent()) ?? "";
  const row = keys.getByRole("listitem").filter({ hasText: "Dashboard" });
  await expect(row).toContainText("may read");
  await expect(row).toContainText("until 20");
  const call = (method: string) =>
    fetch(`${hookline.url}/api/v1/bots`, { method, headers: { authorization: `Bearer ${key}` } });
  expect((await call("GET")).status).toBe(200);
  const refused = await call("POST");
  expect([refused.status, await refused.json()]).toMatchObject([
    403,
    { code: "scope_missing", scope: "write" },
  ]);

  await page.reload();
  expect(await page.content()).not.toContain(key);
  await row.getByRole("button", { name: "Revoke Dashboard" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke the key" }).click();
  await expect(row).toHaveCount(0);
  expect((await call("GET")).status).toBe(401);
});
