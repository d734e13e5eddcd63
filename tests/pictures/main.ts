import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright";
import { freePort } from "../../lib/core/ports";
import { demoAdmin, demoTenants } from "../demo/cast";
import { browserArgs, findBrowser } from "../support/browser.mjs";
import { playTelegram } from "./play-telegram";

/**
 * `npm run pictures`: the pictures of README and docs, taken from the demo. It starts the demo on a database of its
 * own, lets people write to its bots, walks the screens in Chromium and writes docs/images/*.png.
 */
const root = join(import.meta.dirname, "../..");
const images = join(root, "docs/images");

interface Person {
  email: string;
  password: string;
}

async function main(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), "hookline-pictures-"));
  const [port, simulatorPort] = [await freePort(), await freePort()];
  const demo = spawn(process.execPath, ["--import", "tsx", join(root, "tests/demo/main.ts")], {
    cwd: root,
    env: { ...process.env, DATA_DIR: dataDir, PORT: String(port), SIMULATOR_PORT: String(simulatorPort) },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const browser = await chromium.launch({ executablePath: findBrowser(), args: browserArgs });
  try {
    await untilReady(demo);
    await playTelegram(`http://127.0.0.1:${simulatorPort}`, 120);
    await takeAll(browser, `http://127.0.0.1:${port}`);
  } finally {
    await browser.close();
    demo.kill("SIGTERM");
    if (demo.exitCode === null) await once(demo, "exit");
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function untilReady(demo: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = "";
    demo.stdout?.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      if (said.includes("The demo is ready.")) resolve();
    });
    demo.once("exit", (code) =>
      reject(new Error(`The demo ended with code ${code}:\n${said.slice(-2_000)}`)),
    );
  });
}

async function takeAll(browser: Browser, url: string): Promise<void> {
  const [anna] = demoTenants;
  if (!anna) throw new Error("The demo has nobody in it.");
  await as(browser, url, anna, "light", async (page) => {
    await take(page, "/bots", "bots");
    const href = await page.getByRole("link", { name: "Anna's Bakery" }).first().getAttribute("href");
    await take(page, `${href}?range=1h`, "bot");
    await take(page, `${href}/replies`, "replies");
    await page.goto(`${href}/updates?text=%2Fmenu`);
    await page
      .getByRole("link", { name: /^Handled Message/ })
      .first()
      .click();
    await page.getByText("Sent a message").waitFor();
    await shot(page, "updates");
  });
  await as(browser, url, anna, "dark", async (page) => {
    await page.goto("/bots");
    const href = await page.getByRole("link", { name: "Anna's Bakery" }).first().getAttribute("href");
    await page.goto(`${href}?range=1h`);
    await page.getByRole("heading", { level: 1 }).first().waitFor();
    // The key is heard once the page's script runs.
    await page.waitForLoadState("networkidle");
    await page.keyboard.press("Control+k");
    await page.getByRole("option").first().waitFor();
    await shot(page, "palette-dark");
  });
  await as(browser, url, demoAdmin, "dark", async (page) => take(page, "/admin?range=1h", "fleet-dark"));
}

/** A browser of its own for somebody who is signed in. */
async function as(
  browser: Browser,
  url: string,
  person: Person,
  colorScheme: "light" | "dark",
  walk: (page: Page) => Promise<void>,
): Promise<void> {
  const viewport = { width: 1280, height: 1000 };
  const context = await browser.newContext({ baseURL: url, colorScheme, viewport, reducedMotion: "reduce" });
  const page = await context.newPage();
  await page.goto("/sign-in");
  await page.getByLabel("Email").fill(person.email);
  await page.getByLabel("Password", { exact: true }).fill(person.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL("**/bots");
  await walk(page);
  await context.close();
}

async function take(page: Page, path: string, name: string): Promise<void> {
  await page.goto(path);
  await page.getByRole("heading", { level: 1 }).first().waitFor();
  await shot(page, name);
}

async function shot(page: Page, name: string): Promise<void> {
  // What comes in a stream, and fonts, have a moment to settle.
  await page.waitForLoadState("networkidle");
  await page.waitForTimeout(600);
  await page.screenshot({ path: join(images, `${name}.png`) });
  process.stdout.write(`docs/images/${name}.png\n`);
}

await main();
