import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { build } from "../../lib/process/build.mjs";
import { bundleProcesses } from "../../lib/process/bundle.mjs";
import { isBuilt } from "../../lib/process/source-hash.mjs";
import { costGraph } from "./graph";
import { markdown, type Row } from "./report";
import type { CostPoint, Pace } from "./scenario";
import { scenarios } from "./scenarios";
import { commit, openStage } from "./stage";

const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    /** Where to draw what so many bots cost, as SVG. */
    graph: { type: "string" },
    only: { type: "string", multiple: true },
    rounds: { type: "string" },
    /** Takes the screens' build as it is and bundles the processes alone. */
    "keep-build": { type: "boolean", default: false },
  },
});
const pace: Pace = {
  quick: values.quick,
  rounds: Number(values.rounds ?? (values.quick ? 1 : 3)),
  warmUpMs: values.quick ? 1_000 : 2_000,
  runMs: values.quick ? 3_000 : 5_000,
};
const say = (text: string) => process.stderr.write(`${text}\n`);
const wanted = scenarios.filter(({ name, onDemand, slow }) =>
  values.only ? values.only.includes(name) : !onDemand && !(slow && pace.quick),
);
if (wanted.length === 0) throw new Error(`--only knows: ${scenarios.map(({ name }) => name).join(", ")}`);

if (values["keep-build"]) await bundleProcesses(["web", "pages", "sidecar"]);
else if (!isBuilt()) await build();

const stage = await openStage();
const rows: (Row & { scenario: string })[] = [];
const points: CostPoint[] = [];
let failed = false;
try {
  for (const { name, run } of wanted) {
    const began = performance.now();
    try {
      const findings = await run(stage, pace);
      rows.push(...findings.rows.map((row) => ({ ...row, scenario: name })));
      points.push(...(findings.points ?? []));
      if (!values.json)
        say(`\n## ${name} (${Math.round((performance.now() - began) / 1000)} s)\n${markdown(findings.rows)}`);
    } catch (error) {
      failed = true;
      say(
        `\n## ${name} failed\n${error instanceof Error ? error.stack : String(error)}\n${stage.logTails()}`,
      );
    }
  }
} finally {
  await stage.close();
}
if (values.graph && points.length > 0) writeFileSync(values.graph, costGraph(points));
const at = { commit: commit(), node: process.version, quick: values.quick, rounds: pace.rounds };
if (values.json) console.log(JSON.stringify({ ...at, rows, points }, null, 2));
else console.log(`\nCommit ${at.commit}, Node ${at.node}, ${at.rounds} rounds\n\n${markdown(rows)}`);
process.exitCode = failed || rows.some(({ met }) => met === "no") ? 1 : 0;
