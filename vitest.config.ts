import { defineConfig } from "vitest/config";
import { shortAtOnce } from "./tests/chaos/run.ts";
import { fuzzMs } from "./tests/fuzz/fuzz-time.ts";

const setupFiles = ["tests/support/quiet-console.ts"];

export default defineConfig({
  resolve: { alias: { "@": import.meta.dirname } },
  test: {
    // The suites share two cores with PostgreSQL and the simulator.
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["tests/unit/**/*.test.ts", "tests/architecture/**/*.test.ts"],
          setupFiles,
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: "simulator",
          include: ["tests/simulator/**/*.test.ts"],
          setupFiles,
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: "integration",
          include: ["tests/integration/**/*.test.ts"],
          globalSetup: ["tests/support/global-postgres.ts"],
          setupFiles,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: "fuzz",
          include: ["tests/fuzz/**/*.test.ts"],
          globalSetup: ["tests/support/global-postgres.ts"],
          setupFiles,
          testTimeout: fuzzMs + 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: "chaos",
          include: ["tests/chaos/**/*.test.ts"],
          globalSetup: ["tests/support/global-postgres.ts"],
          // Its promises have times in them: it has the machine to itself, after all others.
          sequence: { groupOrder: 1 },
          maxConcurrency: shortAtOnce,
          testTimeout: 240_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
