import { createHmac, hkdfSync, randomBytes } from "node:crypto";
import type { ProvenAccount } from "../accounts/context";
import type { KnownBrowser } from "../accounts/known-browser";
import type { Config } from "../config/env";
import { sameSecret } from "../core/vault";
import { secureCookies, sessionSecret } from "./session-token";

/** As long as a browser stays known after its person last signed in with it. */
export const knownBrowserMaxAgeS = 365 * 24 * 3600;

/** People whom one browser is known to have; whoever signed in longest ago makes room. */
const maxPeople = 5;

/** `__Host-`: no other host of the domain can set it. */
export function knownBrowserCookieName(config: Config): string {
  return `${secureCookies(config) ? "__Host-" : ""}hookline-known-browser`;
}

/** Account, session epoch, moment (both in milliseconds), with a code or plainly, the browser's random id, the signature. */
const entryForm = /^([1-9]\d{0,9})\.(\d{1,16})\.(\d{1,16})\.([cp])\.([\w-]{22})\.([\w-]{43})$/;

/** An entry of the cookie, and how it stands there. */
interface Entry extends KnownBrowser {
  text: string;
}

/**
 * Whose browser it is, by what its cookie says. What is forged, out of date, signed with another secret or too much is
 * left out. The cookie lets nobody in: it only chooses by which limit failures count.
 *
 * @param now milliseconds since 1970.
 */
export function readKnownBrowsers(config: Config, cookie: string | undefined, now: number): Entry[] {
  const texts = (cookie ?? "").slice(0, 1_000).split("~", maxPeople);
  return texts.flatMap((text) => {
    const [, userId, sessionEpoch, at, proof, id = ""] = entryForm.exec(text) ?? [];
    const entry = { userId: Number(userId), sessionEpoch: Number(sessionEpoch), id, withCode: proof === "c" };
    const old = now - Number(at) > knownBrowserMaxAgeS * 1000;
    return at !== undefined && !old && sameSecret(text, sign(config, entry, Number(at)))
      ? [{ ...entry, text }]
      : [];
  });
}

/**
 * The cookie of a browser in which somebody has just proven who they are. The others of whom it knows stay; the person
 * keeps their id, since a new one would come with a fresh limit.
 */
export function rememberInCookie(
  config: Config,
  cookie: string | undefined,
  { id: userId, sessionEpoch }: Pick<ProvenAccount, "id" | "sessionEpoch">,
  withCode: boolean,
  now: number,
): string {
  const known = readKnownBrowsers(config, cookie, now);
  const before = known.find((entry) => entry.userId === userId && entry.sessionEpoch === sessionEpoch);
  const id = before?.id ?? randomBytes(16).toString("base64url");
  const others = known.filter((entry) => entry.userId !== userId).map(({ text }) => text);
  const entry = { userId, sessionEpoch, id, withCode: withCode || before?.withCode === true };
  return [sign(config, entry, now), ...others].slice(0, maxPeople).join("~");
}

function sign(config: Config, { userId, sessionEpoch, id, withCode }: KnownBrowser, at: number): string {
  const text = [userId, sessionEpoch, at, withCode ? "c" : "p", id].join(".");
  const key = Buffer.from(hkdfSync("sha256", sessionSecret(config), "", "hookline known browser", 32));
  return `${text}.${createHmac("sha256", key).update(text).digest("base64url")}`;
}
