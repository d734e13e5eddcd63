import type { Row } from "./report";
import type { Form, Lane, Scenario } from "./scenario";

/** Scenarios of the short form that run side by side: they mostly wait. */
export const shortAtOnce = 5;

/** How many scenarios of each lane of the long form run at once. */
export const laneWorkers: Readonly<Record<Lane, number>> = { outages: 6, busy: 1, light: 1 };

/** Runs a scenario; what breaks it off is its result. */
export async function runOne(scenario: Scenario, form: Form, perSecond?: number): Promise<Row> {
  const began = performance.now();
  const result = await scenario.run(form, perSecond).catch((error: unknown) => error as Error);
  return { name: scenario.name, seconds: Math.round((performance.now() - began) / 1000), result };
}
