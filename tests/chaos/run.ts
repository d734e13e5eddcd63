import type { Row } from "./report";
import type { Form, Scenario } from "./scenario";

/** Scenarios of the short form that run side by side: they mostly wait. */
export const shortAtOnce = 5;

/** How many outages of the long form run at once, beside the longest; of the other lanes, one scenario at a time. */
export const outagesAtOnce = 5;

/** Runs a scenario; what breaks it off is its result. */
export async function runOne(scenario: Scenario, form: Form, perSecond?: number): Promise<Row> {
  const began = performance.now();
  const result = await scenario.run(form, perSecond).catch((error: unknown) => error as Error);
  return { name: scenario.name, seconds: Math.round((performance.now() - began) / 1000), result };
}
