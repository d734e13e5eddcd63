import type { Row } from "./report";
import type { Stage } from "./stage";

export interface Pace {
  quick: boolean;
  /** How often each side of a comparison runs; its median counts. */
  rounds: number;
  warmUpMs: number;
  runMs: number;
}

/** Points of the graph: what so many bots cost. */
export interface CostPoint {
  bots: number;
  measure: string;
  value: number;
}

export interface Findings {
  rows: Row[];
  points?: CostPoint[];
}

export interface Scenario {
  name: string;
  /** Runs only where --only names it. */
  onDemand?: boolean;
  /** Has to wait for what happens once a minute: --quick leaves it out. */
  slow?: boolean;
  run(stage: Stage, pace: Pace): Promise<Findings>;
}

let lastUpdateId = 100_000_000_000;

/** A range of update ids that no other run uses. */
export function freshUpdateIds(): number {
  lastUpdateId += 20_000_000;
  return lastUpdateId;
}
