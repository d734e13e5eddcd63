import { z } from "zod";

/** How far the deployment has come on its way from polling to webhooks. */
export const phases = ["polling-default", "webhook-default", "webhook-everywhere"] as const;
export const phaseSchema = z.enum(phases);
export type Phase = z.output<typeof phaseSchema>;

/** What a deployment does that nobody has told anything: the mode of new bots that contract and docs promise. */
export const usualPhase: Phase = "webhook-default";

/** The door a newly registered bot is given where its owner names none. */
export function defaultMode(phase: Phase, webhookBase: string | undefined): "webhook" | "polling" {
  return webhookBase === undefined || phase === "polling-default" ? "polling" : "webhook";
}

/** Shares of the candidates that have a webhook at the end of each wave, in percent; 0 stands for one bot. */
const waveShares = [0, 10, 50, 100] as const;

/** Up to which wave the wizard may go: while polling is the default it only tries. */
export function lastWaveOf(phase: Phase): number {
  return phase === "polling-default" ? 2 : waveShares.length;
}

/** Whether the wizard may move bots whose owners chose polling by hand. */
export function movesChosenPollers(phase: Phase): boolean {
  return phase === "webhook-everywhere";
}

/**
 * How many bots have been moved at the end of each wave: 1, 10 %, 50 %, all. A wave may be empty where the
 * candidates are few.
 */
export function waveEnds(candidates: number): number[] {
  let before = 0;
  return waveShares.map((share) => {
    const end = share === 0 ? 1 : Math.ceil((candidates * share) / 100);
    before = Math.max(before, Math.min(candidates, end));
    return before;
  });
}
