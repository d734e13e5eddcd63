"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { phaseSchema } from "@/lib/fleet-move/phase";
import { setPhase } from "@/lib/fleet-move/set-phase";
import { startRun, startRunInput } from "@/lib/fleet-move/start-run";
import { steerRun, steerRunInput } from "@/lib/fleet-move/steer-run";
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
