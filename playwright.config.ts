import { defineConfig } from "@playwright/test";
import { browserArgs, findBrowser } from "./tests/support/browser.mjs";

export default defineConfig({
  testDir: "tests/e2e",
  // One worker: each has a database, a simulator, a web process and a sidecar of its own.
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: "list",
  snapshotPathTemplate: "{testDir}/looks/{arg}{ext}",
  use: {
    browserName: "chromium",
    viewport: { width: 1280, height: 860 },
    // A trace of every test costs a third of its time: whoever looks for a fault asks for one with `--trace on`.
    screenshot: "only-on-failure",
    launchOptions: { executablePath: findBrowser(), args: browserArgs },
  },
});
