import type { Database } from "../../lib/data/database";
import { until } from "../support/system";
import type { Ledger } from "./ledger";
import { pause } from "./scenario";

export interface Settled {
  /** Most milliseconds until the last answer. */
  maxMs: number;
  /** Updates that shall be parked as dead in the end; none unless told. */
  dead?: number;
}

/**
 * Waits until all is answered and every outcome is written; what is missing then is missing.
 *
 * @returns what was not as it should be, a sentence each.
 */
export async function settle(ledger: Ledger, data: Database, wanted: Settled): Promise<string[]> {
  const { maxMs, dead = 0 } = wanted;
  const answered = () => {
    ledger.collect();
    return ledger.answered === ledger.sent;
  };
  const complete = await until("every answer", answered, maxMs).catch(() => false);
  const closed = async () => {
    const counts = await countsOf(data).catch(() => undefined);
    return counts?.open === 0 && counts.dead === dead;
  };
  await until("every outcome", closed, complete ? Math.max(20_000, maxMs / 2) : 2_000).catch(() => {});
  const left = await countsOf(data);
  // A second answer may be on its way.
  await pause(1_500);
  return [
    ...(left.open > 0 ? [`${left.open} updates are still open.`] : []),
    ...(left.dead === dead ? [] : [`${left.dead} updates are parked as dead, not ${dead}.`]),
  ];
}

async function countsOf(data: Database): Promise<{ open: number; dead: number }> {
  const [open, dead] = await Promise.all([
    data.prisma.update.count({ where: { state: "open" } }),
    data.prisma.update.count({ where: { state: "dead" } }),
  ]);
  return { open, dead };
}
