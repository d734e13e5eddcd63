// Finds a browser for the end-to-end tests, or installs one.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { chromium } from "playwright";
import { installDebianPackage, succeeds } from "./debian.mjs";

const systemBrowsers = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"].map(
  (name) => `/usr/bin/${name}`,
);

/** Root has no sandbox; and nothing in a test talks to the browser's maker. */
export const browserArgs = [
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
  "--disable-gpu",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * The path of a Chromium: PLAYWRIGHT_CHROMIUM_PATH, Playwright's own, the system's, else one that is
 * installed now. Throws one sentence where there is none.
 */
export function findBrowser() {
  const named = process.env.PLAYWRIGHT_CHROMIUM_PATH;
  if (named) {
    if (existsSync(named)) return named;
    throw new Error(`PLAYWRIGHT_CHROMIUM_PATH names ${named}, and nothing is there.`);
  }
  return (
    installed() ??
    (installPlaywrights() || installDebianPackage("chromium") ? installed() : undefined) ??
    giveUp()
  );
}

function installed() {
  return [chromium.executablePath(), ...systemBrowsers].find((path) => existsSync(path));
}

function installPlaywrights() {
  const manifest = createRequire(import.meta.url).resolve("playwright/package.json");
  return succeeds(process.execPath, [join(dirname(manifest), "cli.js"), "install", "chromium"]);
}

function giveUp() {
  throw new Error("No browser was found or could be installed: set PLAYWRIGHT_CHROMIUM_PATH to a Chromium.");
}
