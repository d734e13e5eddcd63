import type { LoadPlan } from "./plan";
import { runLoad } from "./run";

/** The load generator's process: a plan comes by IPC, its result goes back. */
process.on("message", (plan: LoadPlan) => {
  runLoad(plan).then(
    (result) => process.send?.(result),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
process.on("disconnect", () => process.exit(0));
process.send?.("ready");
