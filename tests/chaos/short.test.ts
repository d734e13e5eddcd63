import { afterAll, describe, expect, test } from "vitest";
import { stopSharedPostgres } from "./killable-postgres";
import { failures, type Row, tableOf } from "./report";
import { runOne } from "./run";
import { scenarios } from "./scenarios/index";

describe.concurrent("chaos, short form: nothing lost, nothing doubled, every chat in order", () => {
  const rows: Row[] = [];
  afterAll(async () => {
    await stopSharedPostgres();
    process.stdout.write(`${tableOf(rows)}\n`);
  });

  for (const scenario of scenarios) {
    test(`${scenario.name}: ${scenario.promise}`, async () => {
      const row = await runOne(scenario, "short");
      rows.push(row);
      expect(failures(row)).toBe("");
    });
  }
});
