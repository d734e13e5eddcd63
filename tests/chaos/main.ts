import { parseArgs } from "node:util";
import { stopSharedPostgres } from "./killable-postgres";
import { failures, type Row, tableOf } from "./report";
import { laneWorkers, runOne, shortAtOnce } from "./run";
import type { Form, Scenario } from "./scenario";
import { scenarios } from "./scenarios/index";

const { values } = parseArgs({
  options: {
    only: { type: "string", multiple: true },
    short: { type: "boolean", default: false },
    times: { type: "string", default: "1" },
    rate: { type: "string" },
  },
});
const form: Form = values.short ? "short" : "long";
const rate = values.rate === undefined ? undefined : Number(values.rate);
if (rate !== undefined && !(rate > 0 && rate <= 10_000)) {
  process.stderr.write("--rate is a number of updates a second, from 1 to 10000.\n");
  process.exit(2);
}
const names = scenarios.map(({ name }) => name);
const unknown = values.only?.filter((name) => !names.includes(name)) ?? [];
if (unknown.length > 0) {
  process.stderr.write(`No such scenario: ${unknown.join(", ")}. There are: ${names.join(", ")}.\n`);
  process.exit(2);
}
const chosen = scenarios.filter(({ name }) => values.only?.includes(name) ?? true);

async function runAndTell(scenario: Scenario): Promise<Row> {
  process.stdout.write(`${scenario.name}: ${scenario.promise} …\n`);
  const row = await runOne(scenario, form, rate);
  process.stdout.write(failures(row));
  return row;
}

/** The short form fills the time that scenarios wait with others; the long one keeps apart what is heavy. */
async function runAll(): Promise<Row[]> {
  const rows: Row[] = [];
  const work = (queue: Scenario[], workers: number) => {
    const worker = async () => {
      for (let next = queue.shift(); next; next = queue.shift()) rows.push(await runAndTell(next));
    };
    return Promise.all(Array.from({ length: workers }, worker));
  };
  if (form === "short") await work([...chosen], shortAtOnce);
  else {
    const lanes = Object.entries(laneWorkers);
    await Promise.all(
      lanes.map(([lane, workers]) =>
        work(
          chosen.filter((scenario) => scenario.lane === lane),
          workers,
        ),
      ),
    );
  }
  return rows.sort((a, b) => names.indexOf(a.name) - names.indexOf(b.name));
}

let failed = 0;
for (let round = 1; round <= Number(values.times); round++) {
  const rows = await runAll();
  failed += rows.filter((row) => failures(row) !== "").length;
  process.stdout.write(`\nround ${round}, ${form} form\n${tableOf(rows)}\n\n`);
}
await stopSharedPostgres();
process.exitCode = failed === 0 ? 0 : 1;
