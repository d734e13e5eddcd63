import { assertAdmin } from "../accounts/assert-admin";
import type { TenantContext } from "../context";
import type { Database } from "../data/database";
import { type FleetFilter, findFleet, findFleetIds } from "../data/fleet";
import { countFleet } from "../data/fleet-verdicts";
import { toBotView } from "./bot-view";
import { readDeployment } from "./deployment";
import { ensureFleetJudged } from "./judge-fleet";
import type { BotView, Verdict } from "./schemas";

export type { FleetFilter, FleetSort } from "../data/fleet";

export type FleetBot = BotView & { ownerEmail: string };

export interface FleetSummary {
  bots: number;
  byDoor: Record<BotView["activeDoor"], number>;
  byStatus: Record<BotView["status"], number>;
  byVerdict: Record<Verdict["status"], number>;
}

/** Most bots that can be chosen at once, for an act on all of them. */
export const maxChosen = 1_000;

/** Counts over every bot of the deployment; verdicts as they were when the fleet was judged last. */
export async function fleetSummary(ctx: TenantContext): Promise<FleetSummary> {
  assertAdmin(ctx);
  await ensureFleetJudged(ctx);
  return summaryOf(ctx.data);
}

/** The same without asking who wants to know. */
export async function summaryOf(data: Database): Promise<FleetSummary> {
  const summary: FleetSummary = {
    bots: 0,
    byDoor: { webhook: 0, polling: 0, none: 0 },
    byStatus: { active: 0, paused: 0, unauthorized: 0, conflict: 0 },
    byVerdict: { healthy: 0, degraded: 0, down: 0, unknown: 0 },
  };
  for (const { bots, activeDoor, status, verdict } of await countFleet(data)) {
    summary.bots += bots;
    summary.byDoor[activeDoor] += bots;
    summary.byStatus[status] += bots;
    summary.byVerdict[verdict] += bots;
  }
  return summary;
}

/**
 * One page of all bots, sorted and filtered by the database. Its verdicts are of this moment: one may differ from what
 * the bot was found by.
 */
export async function listFleet(
  ctx: TenantContext,
  choice: FleetFilter & { limit: number; offset: number },
): Promise<{ items: FleetBot[]; total: number }> {
  assertAdmin(ctx);
  if (asksForVerdicts(choice)) await ensureFleetJudged(ctx);
  const [deployment, { rows, total }] = await Promise.all([readDeployment(ctx), findFleet(ctx.data, choice)]);
  // One slow answer of the database is no trouble of each bot.
  const facts = { ...deployment, databaseMs: 0 };
  return {
    items: rows.map(({ bot, ownerEmail }) => ({ ...toBotView(bot, facts), ownerEmail })),
    total,
  };
}

/** The numbers of the bots that a filter lets through, for an act on all of them; `mostChosen` at most. */
export async function chooseFleet(ctx: TenantContext, choice: FleetFilter): Promise<{ botIds: number[] }> {
  assertAdmin(ctx);
  if (asksForVerdicts(choice)) await ensureFleetJudged(ctx);
  return { botIds: await findFleetIds(ctx.data, choice, maxChosen) };
}

const asksForVerdicts = ({ health, sort }: FleetFilter): boolean => health !== undefined || sort === "health";
