import { spawn } from "node:child_process";
import { once } from "node:events";
import { parseArgs } from "node:util";
import { stopSharedPostgres } from "./killable-postgres";
import { failures, type Row, tableOf } from "./report";
import { outagesAtOnce, runOne, shortAtOnce } from "./run";
import type { Form, Lane, Scenario } from "./scenario";
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
const times = Number(values.times);
if (!(Number.isInteger(times) && times >= 1)) {
  process.stderr.write("--times is a number of rounds, from 1.\n");
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
  const lane = (name: Lane) => chosen.filter((scenario) => scenario.lane === name);
  if (form === "short") await work([...chosen], shortAtOnce);
  else {
    // The longest outage waits for minutes and does next to nothing: the round is over when it is.
    const [longest, ...outages] = lane("outages");
    const others = work(lane("alone"), 1).then(() =>
      Promise.all([work(outages, outagesAtOnce), work(lane("busy"), 1), work(lane("light"), 1)]),
    );
    await Promise.all([work(longest ? [longest] : [], 1), others]);
  }
  return rows.sort((a, b) => names.indexOf(a.name) - names.indexOf(b.name));
}

async function oneRound(): Promise<boolean> {
  const rows = await runAll();
  await stopSharedPostgres();
  process.stdout.write(`\n${form} form\n${tableOf(rows)}\n\n`);
  return rows.every((row) => failures(row) === "");
}

/** Each round is a process of its own: the simulators' memories of one are no weight on the next. */
async function manyRounds(): Promise<boolean> {
  let failed = 0;
  for (let round = 1; round <= times; round++) {
    process.stdout.write(`round ${round} of ${times}\n`);
    const args = [...process.argv.slice(1), "--times", "1"];
    const child = spawn(process.execPath, [...process.execArgv, ...args], { stdio: "inherit" });
    const [code] = await once(child, "exit");
    if (code !== 0) failed++;
  }
  process.stdout.write(`${times - failed} of ${times} rounds passed\n`);
  return failed === 0;
}

const allPassed = times === 1 ? await oneRound() : await manyRounds();
process.exitCode = allPassed ? 0 : 1;
