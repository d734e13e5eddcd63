import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, describe, expect, it } from "vitest";

const root = resolve(import.meta.dirname, "../..");
const cruiser = join(root, "node_modules/dependency-cruiser/bin/dependency-cruise.mjs");

interface Cruise {
  summary: {
    totalCruised: number;
    ruleSetUsed: { forbidden: { name: string }[] };
    violations: { from: string; to: string; rule: { name: string } }[];
  };
}

function cruise(cwd: string, places: string[]): Cruise {
  const args = [
    cruiser,
    "--config",
    join(root, ".dependency-cruiser.mjs"),
    "--output-type",
    "json",
    ...places,
  ];
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd, encoding: "utf8", maxBuffer: 1 << 28 });
  if (!stdout) throw new Error(stderr);
  return JSON.parse(stdout) as Cruise;
}

/** For each rule a file and what it imports to break it. */
const planted: Record<string, [from: string, imports: string]> = {
  "floor-core": ["lib/core/a.ts", "../config/target"],
  "floor-config": ["lib/data/a.ts", "../pipeline/target"],
  "floor-context": ["lib/context.ts", "./pipeline/target"],
  "floor-accounts": ["lib/accounts/a.ts", "../doors/target"],
  "floor-alerts": ["lib/doors/a.ts", "../runtime/target"],
  "floor-runtime": ["lib/runtime/a.ts", "../web/target"],
  "no-cycles": ["lib/bots/round.ts", "./trip"],
  "core-stands-alone": ["lib/core/b.ts", "../data/target"],
  "texts-stand-alone": ["lib/i18n/a.ts", "../core/target"],
  "database-only-in-data": ["lib/pipeline/a.ts", "pg"],
  "pg-only-in-connections": ["lib/data/b.ts", "pg"],
  "grammy-only-where-updates-are": ["lib/doors/b.ts", "grammy"],
  "nodemailer-only-in-mail": ["lib/accounts/b.ts", "nodemailer"],
  "re2-only-in-its-thread": ["lib/behaviours/c.ts", "re2js"],
  "next-and-react-only-in-web": ["lib/bots/b.ts", "react"],
  "sidecar-without-next": ["lib/process/sidecar.ts", "../web/target"],
  "screens-without-data": ["components/a.ts", "../lib/data/target"],
  "links-that-fetch-nothing-ahead": ["components/c.ts", "next/link"],
  "lib-below-screens": ["components/b.ts", "../app/target"],
  "lib-below-components": ["lib/web/a.ts", "../../components/target"],
  "nobody-imports-an-entry-point": ["lib/web/b.ts", "../process/target"],
  "context-is-types": ["lib/context.ts", "./pipeline/target"],
  "product-without-tests": ["lib/bots/c.ts", "../../tests/target"],
  "product-without-dev-packages": ["lib/bots/d.ts", "only-for-development"],
  "everything-resolves": ["lib/bots/e.ts", "./nowhere"],
};

describe("the import rules", () => {
  const tree = mkdtempSync(join(tmpdir(), "hookline-rules-"));
  afterAll(() => rmSync(tree, { recursive: true, force: true }));

  function write(path: string, text: string): void {
    mkdirSync(dirname(join(tree, path)), { recursive: true });
    writeFileSync(join(tree, path), text);
  }

  it("hold in the whole tree", () => {
    const { summary } = cruise(root, ["app", "components", "lib", "proxy.ts"]);
    expect(summary.totalCruised).toBeGreaterThan(100);
    expect(summary.violations.map(({ from, to, rule }) => `${rule.name}: ${from} → ${to}`)).toEqual([]);
  });

  it("are kept in one more thing: withClient alone takes a client out of its pool, and gives it back", () => {
    const sources = readdirSync(join(root, "lib"), { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".ts") && !path.startsWith("data/generated/"))
      .filter((path) => readFileSync(join(root, "lib", path), "utf8").includes("pool.connect("));
    expect(sources).toEqual(["data/connections.ts"]);
  });

  it("find every planted violation, imports of types included", () => {
    const packages = ["pg", "grammy", "nodemailer", "re2js", "react", "next", "only-for-development"];
    for (const name of packages) {
      write(
        `node_modules/${name}/package.json`,
        JSON.stringify({ name, version: "1.0.0", main: "index.js" }),
      );
      write(`node_modules/${name}/index.js`, "export const x = 1;\n");
    }
    write("node_modules/next/link.js", "export const x = 1;\n");
    const [dev = "", ...product] = [...packages].reverse();
    const versions = (names: string[]) => Object.fromEntries(names.map((name) => [name, "1.0.0"]));
    write(
      "package.json",
      JSON.stringify({ type: "module", dependencies: versions(product), devDependencies: versions([dev]) }),
    );
    write(
      "tsconfig.json",
      JSON.stringify({ compilerOptions: { module: "ESNext", moduleResolution: "Bundler" } }),
    );
    for (const room of ["config", "core", "data", "doors", "pipeline", "process", "runtime", "web"]) {
      write(`lib/${room}/target.ts`, "export const x = 1;\n");
    }
    for (const place of ["app", "components", "tests"]) write(`${place}/target.ts`, "export const x = 1;\n");
    // The sidecar's way to React leads through another module.
    write("lib/web/target.ts", 'export { x } from "react";\n');
    write("lib/bots/trip.ts", 'export { x } from "./round";\n');
    for (const [from, imports] of Object.values(planted)) {
      const onlyTypes = from === "lib/accounts/a.ts" ? "type " : "";
      write(
        from,
        `import ${onlyTypes}{ x } from "${imports}";\nexport const y: typeof x | undefined = undefined;\n`,
      );
    }
    const { violations, ruleSetUsed } = cruise(tree, ["app", "components", "lib"]).summary;
    expect(Object.keys(planted).sort()).toEqual(ruleSetUsed.forbidden.map(({ name }) => name).sort());
    const found = new Set(violations.map(({ from, rule }) => `${rule.name}: ${from}`));
    for (const [name, [from]] of Object.entries(planted)) expect(found, name).toContain(`${name}: ${from}`);
  });
});
