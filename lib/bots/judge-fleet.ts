import type { Services } from "../context";
import { everyListedBot } from "../data/bot-list";
import { fleetJudgedAt, markFleetJudged, writeVerdicts } from "../data/fleet-verdicts";
import { verdict } from "../health/verdict";
import { healthFacts } from "./bot-view";
import { readDeployment } from "./deployment";

type Judging = Pick<Services, "data" | "config" | "clock">;

/**
 * A larger fleet is judged less often, so that judging, some 7 µs a bot, stays below half a percent of a core. By the
 * number of bots: the time that it took says more of what else the machine does.
 */
const pauseMsABot = 1.7;
/** So many bots are in memory at once, and their changed verdicts written by one statement. */
const atOnce = 500;
/** A judgement older than this says that no sidecar judges. */
const staleMs = 60_000;

/**
 * Judges every bot and writes down whose status has changed: `user_bots.verdict` is what the fleet is counted, filtered
 * and sorted by. A verdict changes while nothing is written, so it is judged again and again.
 *
 * @returns how many bots there are.
 */
export async function judgeFleet(ctx: Judging): Promise<number> {
  const deployment = await readDeployment(ctx);
  // One slow answer of the database is no trouble of each bot.
  const facts = { ...deployment, databaseMs: 0 };
  let bots = 0;
  for await (const rows of everyListedBot(ctx.data, atOnce)) {
    const changed = rows.flatMap((row) => {
      const { status } = verdict(healthFacts(row, facts), deployment.now);
      return status === row.verdict ? [] : [{ id: row.id, status }];
    });
    await writeVerdicts(ctx.data, changed);
    bots += rows.length;
  }
  return bots;
}

/** For whoever counts: where no sidecar has judged lately, it is done here. */
export async function ensureFleetJudged(ctx: Judging): Promise<void> {
  const { judgedAt, now } = await fleetJudgedAt(ctx.data);
  if (judgedAt !== undefined && now - judgedAt <= staleMs) return;
  await judgeFleet(ctx);
  await markFleetJudged(ctx.data);
}

/** What the leading sidecar does every five seconds: it judges when it is time. */
export function fleetJudge(ctx: Judging, lead: () => Promise<boolean>): () => Promise<void> {
  let nextAt = 0;
  let markAt = 0;
  return async () => {
    if (ctx.clock.monotonic() < nextAt || !(await lead())) return;
    const bots = await judgeFleet(ctx);
    const now = ctx.clock.monotonic();
    nextAt = now + Math.min(staleMs / 2, bots * pauseMsABot);
    if (now < markAt) return;
    await markFleetJudged(ctx.data);
    markAt = now + staleMs / 4;
  };
}
