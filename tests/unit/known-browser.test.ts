import { describe, expect, test } from "vitest";
import { parseConfig } from "../../lib/config/env";
import {
  knownBrowserCookieName,
  knownBrowserMaxAgeS,
  readKnownBrowsers,
  rememberInCookie,
} from "../../lib/web/known-browser-token";

const config = parseConfig({ NEXTAUTH_SECRET: "a".repeat(40) });
const now = 1_790_000_000_000;
const ada = { id: 7, sessionEpoch: now - 1_000 };
const remember = (cookie: string | undefined, account: typeof ada, at = now) =>
  rememberInCookie(config, cookie, account, true, at);
const read = (cookie: string | undefined, at = now) =>
  readKnownBrowsers(config, cookie, at).map(({ userId, sessionEpoch, id, withCode }) => ({
    userId,
    sessionEpoch,
    id,
    withCode,
  }));

describe("the cookie of a known browser", () => {
  test("names the account, the moment its sessions count from and a random id, and no secret", () => {
    const cookie = remember(undefined, ada);
    expect(read(cookie)).toEqual([
      { userId: 7, sessionEpoch: ada.sessionEpoch, id: expect.stringMatching(/^[\w-]{22}$/), withCode: true },
    ]);
    expect(read(remember(undefined, ada))).not.toEqual(read(cookie));
  });

  test("keeps its id while the same person signs in again, and gets another once all sessions were ended", () => {
    const cookie = remember(undefined, ada);
    const [first] = read(cookie);
    expect(read(remember(cookie, ada, now + 5_000))).toEqual([first]);
    const later = read(remember(cookie, { ...ada, sessionEpoch: now + 9_000 }));
    expect(later).toHaveLength(1);
    expect(later[0]?.id).not.toBe(first?.id);
  });

  test("holds five people at most, the latest first", () => {
    let cookie: string | undefined;
    for (let id = 1; id <= 9; id++) cookie = remember(cookie, { ...ada, id });
    expect(read(cookie).map(({ userId }) => userId)).toEqual([9, 8, 7, 6, 5]);
    expect(cookie?.length).toBeLessThan(1_000);
  });

  test("a password or a mailed link says less than a code, and takes nothing back", () => {
    const plain = rememberInCookie(config, undefined, ada, false, now);
    expect(read(plain)).toMatchObject([{ withCode: false }]);
    const withCode = remember(plain, ada);
    expect(read(withCode)).toMatchObject([{ withCode: true, id: read(plain)[0]?.id }]);
    expect(read(rememberInCookie(config, withCode, ada, false, now))).toMatchObject([{ withCode: true }]);
  });

  test("a forged, changed, foreign or outdated one says nothing, and its good neighbours stay", () => {
    const cookie = remember(undefined, ada);
    const elsewhere = parseConfig({ NEXTAUTH_SECRET: "b".repeat(40) });
    const bad = [
      cookie.replace(/^7/, "8"),
      cookie.replace(".c.", ".p."),
      cookie.replace(String(ada.sessionEpoch), String(ada.sessionEpoch + 1)),
      cookie.slice(0, -1),
      `${cookie.slice(0, -1)}${cookie.endsWith("A") ? "B" : "A"}`,
      rememberInCookie(elsewhere, undefined, ada, true, now),
      "7.1.1.c.x.x",
      "~~~~",
      "",
      "ÿ".repeat(5_000),
    ];
    for (const text of bad) {
      expect(read(text), text).toEqual([]);
      expect(read(`${text.slice(0, 200)}~${cookie}`).length, text).toBeLessThanOrEqual(1);
    }
    expect(read(`${bad[0]}~${cookie}`)).toEqual(read(cookie));
    expect(read(cookie, now + knownBrowserMaxAgeS * 1000)).toHaveLength(1);
    expect(read(cookie, now + knownBrowserMaxAgeS * 1000 + 1)).toEqual([]);
  });

  test("has the __Host- prefix wherever the portal is reached by https", () => {
    expect(knownBrowserCookieName(config)).toBe("hookline-known-browser");
    expect(knownBrowserCookieName({ ...config, NEXTAUTH_URL: "https://portal.example.org" })).toBe(
      "__Host-hookline-known-browser",
    );
  });
});
