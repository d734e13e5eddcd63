import type { BrowserContext, Page, Request } from "@playwright/test";
import { createResetLink } from "../../lib/accounts/create-reset-link";
import { limitOf, takeLimits } from "../../lib/accounts/rate-limits";
import { freePort } from "../../lib/core/ports";
import { type Account, type RunningHookline, startHookline } from "../support/hookline";
import { expect, test } from "./fixtures";

const yearS = 365 * 24 * 3600;
const name = "hookline-known-browser";

test.describe("an account at which strangers guess", () => {
  let hookline: RunningHookline;
  test.beforeAll(async () => {
    hookline = await startHookline({ env: { TRUSTED_PROXIES: "127.0.0.1" } });
  });
  test.afterAll(() => hookline.close());

  /** A browser somewhere: what it sends comes from this address. */
  const from = (context: BrowserContext, address: string) =>
    context.setExtraHTTPHeaders({ "x-forwarded-for": address });

  async function tryToSignIn(page: Page, { email, password }: Pick<Account, "email" | "password">) {
    await page.goto(`${hookline.url}/sign-in`);
    await page.getByLabel("Email").fill(email);
    await page.getByLabel("Password", { exact: true }).fill(password);
    const sent = page.waitForRequest((request) => request.method() === "POST");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    return sent;
  }

  async function signOut(page: Page) {
    await page.getByRole("button", { name: "Account", exact: true }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await page.waitForURL("**/sign-in");
  }

  /** What a browser sent, sent again without one: another password, address or cookie. */
  async function again(
    request: Request,
    change: { url?: string; password: [string, string]; address: string; cookie?: string; origin?: string },
  ) {
    const { "next-action": action = "", "content-type": type = "" } = await request.allHeaders();
    const body = (request.postData() ?? "").replace(...change.password);
    const answer = await fetch(`${change.url ?? hookline.url}/sign-in`, {
      method: "POST",
      redirect: "manual",
      headers: {
        "next-action": action,
        "content-type": type,
        origin: change.origin ?? hookline.url,
        ...(change.origin === undefined ? {} : { "x-forwarded-host": new URL(change.origin).host }),
        "x-forwarded-for": change.address,
        ...(change.cookie === undefined ? {} : { cookie: change.cookie }),
      },
      body,
    });
    const text = await answer.text();
    const cookies = answer.headers.getSetCookie();
    return { text, cookies, signedIn: cookies.some((cookie) => cookie.includes("session-token=")) };
  }

  const cookieOf = async (context: BrowserContext) =>
    (await context.cookies(hookline.url)).find((cookie) => cookie.name === name);

  test("is open to the browser that its owner has used, and to an operator's link", async ({
    page,
    context,
    browser,
  }) => {
    const [owner, other] = [await hookline.account("admin"), await hookline.account()];
    await from(context, "203.0.113.1");
    const request = await tryToSignIn(page, owner);
    await page.waitForURL("**/bots");
    const cookie = await cookieOf(context);
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Lax", path: "/", secure: false });
    expect(Math.abs((cookie?.expires ?? 0) - Date.now() / 1000 - yearS)).toBeLessThan(600);
    expect(cookie?.value, "no address").not.toContain("@");
    await signOut(page);
    expect(await cookieOf(context), "signing out leaves it").toEqual(cookie);

    const wrong: [string, string] = [owner.password, "not the password"];
    const right: [string, string] = [owner.password, owner.password];
    for (let i = 0; i < 10; i++) {
      const { text } = await again(request, { password: wrong, address: "198.51.100.7" });
      expect(text).toContain("do not match");
    }
    const kept = await again(request, { password: right, address: "::ffff:198.51.100.7" });
    expect(kept.text).toMatch(/Too many tries\. Please wait 15 minutes, .*"retryAfterS":\d+/);
    expect(kept.signedIn).toBe(false);
    expect((await again(request, { password: right, address: "198.51.100.8" })).signedIn).toBe(true);

    // What a thousand strangers leave behind.
    const { database: data } = hookline.db;
    const closed = limitOf("signInByAccount", owner.email);
    while (
      await takeLimits({ data }, [closed]).then(
        () => true,
        () => false,
      )
    );

    const stranger = await browser.newContext();
    try {
      const elsewhere = await stranger.newPage();
      await from(stranger, "192.0.2.44");
      await tryToSignIn(elsewhere, owner);
      await expect(
        elsewhere.getByText(/^Too many tries\. Please wait \d+ seconds?, sign in with a browser/),
      ).toBeVisible();

      const known = `${name}=${cookie?.value}`;
      const mine = { password: right, address: "192.0.2.45" };
      for (const forged of [
        known.replace(/.$/, (last) => (last === "A" ? "B" : "A")),
        known.replace(/=\d+\./, `=${other.userId}.`),
        `${name}=${"~".repeat(3_000)}`,
        `${name}=%00%ff`,
      ])
        expect((await again(request, { ...mine, cookie: forged })).signedIn, forged.slice(0, 60)).toBe(false);
      expect((await again(request, { ...mine, cookie: known })).signedIn).toBe(true);

      await from(context, "192.0.2.46");
      await tryToSignIn(page, owner);
      await page.waitForURL("**/bots");
      await signOut(page);

      // The cookie of one person opens nothing of another.
      await from(context, "203.0.113.2");
      await tryToSignIn(page, other);
      await page.waitForURL("**/bots");
      const both = await cookieOf(context);
      expect(both?.value.split("~")).toHaveLength(2);
      const ofOther = `${name}=${both?.value.split("~")[0]}`;
      expect((await again(request, { ...mine, cookie: ofOther })).signedIn).toBe(false);
      await signOut(page);

      const link = await createResetLink({ data }, { email: owner.email, baseUrl: hookline.url });
      await elsewhere.goto(link);
      await elsewhere.getByLabel("New password", { exact: true }).fill("a password of another kind");
      await elsewhere.getByRole("button", { name: "Set the password" }).click();
      await expect(elsewhere.getByText("Your password is set")).toBeVisible();
      await tryToSignIn(elsewhere, { ...owner, password: "a password of another kind" });
      await elsewhere.waitForURL("**/bots");
      const late: [string, string] = [owner.password, "a password of another kind"];
      const before = await again(request, { password: late, address: "192.0.2.47", cookie: known });
      expect(before.signedIn, "a browser known from before the reset").toBe(false);
      await elsewhere.goto("about:blank");
    } finally {
      await stranger.close();
    }
    await page.goto("about:blank");
  });

  test("a changed password leaves the browser known in which it was changed", async ({ page, context }) => {
    const owner = await hookline.account();
    await from(context, "203.0.113.9");
    await tryToSignIn(page, owner);
    await page.waitForURL("**/bots");
    const before = await cookieOf(context);
    await page.goto(`${hookline.url}/account`);
    await page.getByLabel("Current password").fill(owner.password);
    await page.getByLabel("New password", { exact: true }).fill("a password of another kind");
    await page.getByRole("button", { name: "Change password" }).click();
    await expect(page.getByText("Your password is changed.")).toBeVisible();
    expect((await cookieOf(context))?.value).not.toBe(before?.value);
    await signOut(page);
    const closed = limitOf("signInByAccount", owner.email);
    const { database: data } = hookline.db;
    while (
      await takeLimits({ data }, [closed]).then(
        () => true,
        () => false,
      )
    );
    await from(context, "203.0.113.10");
    await tryToSignIn(page, { ...owner, password: "a password of another kind" });
    await page.waitForURL("**/bots");
    await page.goto("about:blank");
  });

  test("where the portal is reached by https the cookie is Secure and no other host's", async ({
    page,
    context,
  }) => {
    const owner = await hookline.account();
    await from(context, "203.0.113.20");
    const request = await tryToSignIn(page, owner);
    await page.waitForURL("**/bots");
    const port = await freePort();
    const secure = await hookline.start("web", {
      PORT: String(port),
      NEXTAUTH_URL: "https://portal.example.org",
    });
    try {
      const { cookies } = await again(request, {
        url: `http://127.0.0.1:${port}`,
        origin: "https://portal.example.org",
        password: [owner.password, owner.password],
        address: "203.0.113.21",
      });
      const known = cookies.find((cookie) => cookie.startsWith(`__Host-${name}=`)) ?? "";
      expect(
        known
          .split("; ")
          .slice(1)
          .map((part) => part.toLowerCase())
          .sort(),
      ).toEqual([
        expect.stringMatching(/^expires=/),
        "httponly",
        `max-age=${yearS}`,
        "path=/",
        "samesite=lax",
        "secure",
      ]);
    } finally {
      await secure.stop();
    }
    await page.goto("about:blank");
  });
});
