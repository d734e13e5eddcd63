"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { phaseSchema } from "@/lib/migration/phase";
import { setPhase } from "@/lib/migration/set-phase";
import { startRun, startRunInput } from "@/lib/migration/start-run";
import { steerRun, steerRunInput } from "@/lib/migration/steer-run";
import { action, adminFormAction } from "@/lib/web/action";

export const startRunAction = adminFormAction(startRunInput, async (ctx, input) => {
  await startRun(ctx, input);
  refresh();
});

export const steerRunAction = action(steerRunInput, async (ctx, input) => {
  await steerRun(ctx, input);
  refresh();
});

export const setPhaseAction = action(z.strictObject({ phase: phaseSchema }), async (ctx, input) => {
  await setPhase(ctx, input);
  refresh();
});
