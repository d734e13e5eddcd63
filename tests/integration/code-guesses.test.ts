import { generateSync } from "otplib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { enableTwoFactor } from "../../lib/accounts/enable-two-factor";
import { startTwoFactor } from "../../lib/accounts/start-two-factor";
import { systemClock } from "../../lib/core/clock";
import { createVault } from "../../lib/core/vault";
import { readRuntimeConfig } from "../../lib/runtime/start-from-environment";
import { type Account, type RunningHookline, startHookline } from "../support/hookline";
import { callAction, formActionBody, serverActions } from "../support/server-actions";
import { beginSession } from "../support/session";

/** Codes that strangers may try at an account at once, over all networks. */
const most = 20;

describe("who has the password and guesses codes", () => {
  let hookline: RunningHookline;
  let networks = 0;

  beforeAll(async () => {
    hookline = await startHookline({ env: { TRUSTED_PROXIES: "127.0.0.1" } });
  });
  afterAll(() => hookline.close());

  /** Sends a form from a network of its own. @returns the answer's text, and the known browser's cookie. */
  async function send(page: string, action: string, fields: Record<string, string>, cookie = "") {
    const id = serverActions().find(({ name }) => name === action)?.id ?? "";
    const from = `198.51.${++networks >> 8}.${networks & 255}`;
    const headers = { "x-forwarded-for": from, cookie };
    const answer = await callAction(hookline.url, page, id, formActionBody(fields), headers);
    const set = answer.headers.getSetCookie().find((text) => text.startsWith("hookline-known-browser="));
    return { text: await answer.text(), known: set?.split(";", 1)[0] ?? "" };
  }

  /** Gives the account a second factor. @returns its secret. */
  async function guard({ userId, password }: Account): Promise<string> {
    const { TOKEN_ENCRYPTION_KEYS } = readRuntimeConfig(hookline.env);
    const services = { vault: createVault(TOKEN_ENCRYPTION_KEYS), clock: systemClock };
    const actor = { userId, role: "tenant" as const };
    const ctx = { data: hookline.db.database, ...services, actor };
    const { secret } = await startTwoFactor(ctx, { password });
    await enableTwoFactor(ctx, { code: generateSync({ secret }) });
    return secret;
  }

  /** Guesses until it is refused. @returns how many codes were looked at. */
  async function guess(email: string, password: string, known: string): Promise<number> {
    for (let tried = 0; ; tried++) {
      const { text } = await send("/sign-in", "signInAction", { email, password, code: "not a code" }, known);
      if (!text.includes("That code is not right")) return tried;
    }
  }

  test("has no more of them for signing in over and over before there was a second factor", async () => {
    const owner = await hookline.account();
    const { email, password } = owner;
    const browsers: string[] = [];
    for (let i = 0; i < 4; i++)
      browsers.push((await send("/sign-in", "signInAction", { email, password })).known);
    expect(new Set(browsers).size).toBe(4);
    await guard(owner);
    let tried = 0;
    for (const known of browsers) tried += await guess(email, password, known);
    expect(tried).toBe(most);
  });

  test("has no more of them for changing the password over and over in a stolen session", async () => {
    const owner = await hookline.account();
    await guard(owner);
    const secret = hookline.env.NEXTAUTH_SECRET ?? "";
    const { cookie } = await beginSession({ data: hookline.db.database, secret }, owner.userId);
    let tried = 0;
    for (let i = 0, currentPassword = owner.password; i < 4; i++) {
      const newPassword = `password number ${i}`;
      const change = { currentPassword, newPassword };
      const { known } = await send("/account", "changePasswordAction", change, cookie);
      expect(known).not.toBe("");
      tried += await guess(owner.email, newPassword, known);
      currentPassword = newPassword;
    }
    expect(tried).toBe(most);
  });

  test("keeps a browser in which its owner gave a code from nothing", async () => {
    const owner = await hookline.account();
    const { email, password } = owner;
    const secret = await guard(owner);
    const fresh = generateSync({ secret, epoch: Math.floor(Date.now() / 1000) + 30 });
    const { known } = await send("/sign-in", "signInAction", { email, password, code: fresh });
    expect(await guess(email, password, "")).toBe(most);
    expect(await guess(email, password, known)).toBe(10);
  });
});
