// `npm test`: every check there is, and at the end one line that adds them up.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { ensurePrismaClient } from "../lib/process/generate.mjs";
import { isBuilt, root } from "../lib/process/source-hash.mjs";

const require = createRequire(import.meta.url);
const scratch = mkdtempSync(join(tmpdir(), "hookline-tests-"));
const results = [];
let child;

/** A package's program, run by this Node: no shell, no npx, nothing that could download. */
function program(name, bin = name) {
  const manifest = join(root, "node_modules", name, "package.json");
  const { bin: bins } = require(manifest);
  return join(dirname(manifest), typeof bins === "string" ? bins : bins[bin]);
}

function run(args, env = {}) {
  return new Promise((resolve) => {
    child = spawn(process.execPath, args, {
      cwd: root,
      env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1", ...env },
      stdio: ["ignore", "inherit", "inherit"],
    });
    child.once("error", () => resolve(1)).once("close", (code) => resolve(code ?? 1));
  });
}

/** A step that counts as one test. */
async function check(name, work) {
  await step(name, async () => ((await work()) === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }));
}

async function step(name, work) {
  const started = performance.now();
  console.log(`\n── ${name}`);
  const counts = await work().catch((error) => {
    console.error(error instanceof Error ? error.message : error);
    return { passed: 0, failed: 1 };
  });
  results.push({ name, seconds: Math.round((performance.now() - started) / 1000), ...counts });
}

/** Vitest's and Playwright's own counts; a run that broke off before it could count is one failure. */
function counts(file, code, read) {
  if (!existsSync(file)) return { passed: 0, failed: 1 };
  const { passed, failed, failures } = read(JSON.parse(readFileSync(file, "utf8")));
  return { passed, failed: failed === 0 && code !== 0 ? 1 : failed, failures };
}

/** What failed, said once more at the very end: of a long output the end is what is kept. */
function failureOf(title, message = "") {
  const lines = stripVTControlCharacters(message)
    .split("\n")
    .filter((line) => line.trim() !== "" && !line.includes("node_modules"));
  return [title, ...lines.slice(0, 16).map((line) => line.slice(0, 300))].join("\n    ");
}

/** Playwright's suites hold suites, and at last specs: each with the titles above its own. */
function specsOf({ specs = [], suites = [] }, above = []) {
  return [
    ...specs.map((spec) => ({ ...spec, title: [...above, spec.title].join(" > ") })),
    ...suites.flatMap((suite) => specsOf(suite, [...above, suite.title])),
  ];
}

async function vitest() {
  const file = join(scratch, "vitest.json");
  const code = await run([
    program("vitest"),
    "run",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${file}`,
  ]);
  return counts(file, code, ({ numPassedTests, numFailedTests, testResults }) => {
    // A file that could not even be loaded has no tests to count.
    const broken = testResults.filter(
      ({ status, assertionResults }) => status === "failed" && assertionResults.length === 0,
    );
    const failures = testResults.flatMap(({ name, assertionResults }) =>
      assertionResults
        .filter(({ status }) => status === "failed")
        .map(({ fullName, failureMessages }) =>
          failureOf(`${relative(root, name)}: ${fullName}`, failureMessages[0]),
        ),
    );
    failures.push(...broken.map(({ name, message }) => failureOf(relative(root, name), message)));
    return { passed: numPassedTests, failed: numFailedTests + broken.length, failures };
  });
}

async function playwright() {
  const { findBrowser } = await import("./support/browser.mjs");
  const file = join(scratch, "playwright.json");
  const code = await run([program("@playwright/test", "playwright"), "test", "--reporter=list,json"], {
    PLAYWRIGHT_CHROMIUM_PATH: findBrowser(),
    PLAYWRIGHT_JSON_OUTPUT_NAME: file,
  });
  return counts(file, code, ({ stats, errors, suites }) => ({
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + (stats.unexpected === 0 ? errors.length : 0),
    failures: [
      ...specsOf({ suites })
        .filter(({ ok }) => !ok)
        .map(({ title, tests }) =>
          failureOf(title, tests[0]?.results.find(({ error }) => error)?.error.message),
        ),
      ...errors.map(({ message }) => failureOf("Playwright", message)),
    ],
  }));
}

function report() {
  console.log("\n── Results");
  for (const { name, passed, failed, seconds } of results) {
    console.log(
      `${failed === 0 ? "ok    " : "FAILED"} ${name}: ${passed} passed, ${failed} failed (${seconds} s)`,
    );
  }
  for (const failure of results.flatMap(({ failures = [] }) => failures)) console.log(failure);
  const total = (key) => results.reduce((sum, result) => sum + result[key], 0);
  console.log(`${total("passed")} passed, ${total("failed")} failed`);
  return total("failed") === 0 ? 0 : 1;
}

for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => {
    child?.kill(signal);
    rmSync(scratch, { recursive: true, force: true });
    process.exit(1);
  });
}

await step("Prisma client", async () => {
  ensurePrismaClient();
  return { passed: 1, failed: 0 };
});
await check("Format and lint", () => run([program("@biomejs/biome", "biome"), "ci", "--colors=off", "."]));
await check(
  "Types",
  async () => (await run([program("next"), "typegen"])) || run([program("typescript", "tsc"), "-p", "."]),
);
await check("Import rules", () =>
  run([
    program("dependency-cruiser", "depcruise"),
    "--config",
    ".dependency-cruiser.mjs",
    "app",
    "components",
    "lib",
    "proxy.ts",
  ]),
);
await check("Dead code", () => run([program("knip")]));
await check("Build", async () => (isBuilt() ? 0 : run([join(root, "lib", "process", "build.mjs")])));
await step("Unit, simulator and integration tests", vitest);
if (existsSync(join(root, "playwright.config.ts"))) await step("End to end", playwright);

rmSync(scratch, { recursive: true, force: true });
process.exitCode = report();
