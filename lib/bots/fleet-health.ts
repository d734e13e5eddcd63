import { assertAdmin } from "../accounts/assert-admin";
import type { TenantContext } from "../context";
import { notFound } from "../core/errors";
import { findBot } from "../data/bots";
import { type CallFailure, findCallFailures } from "../data/call-failures";
import { findOwnerEmails } from "../data/fleet";
import { findQuarantined } from "../data/quarantine";
import { firstLossAt, waitingAtTelegram } from "../health/backlog";
import type { HealthFacts } from "../health/facts";
import { statsOf } from "./bot-stats";
import { timelineOf } from "./bot-timeline";
import { healthFacts, readLeftOver, toBotView } from "./bot-view";
import { type Deployment, readDeployment } from "./deployment";
import type { FleetBot } from "./fleet";
import type { Bucket, QuarantinedChat, Stats } from "./inspector-schemas";
import { quarantineView } from "./list-quarantine";
import type { Page, TimelineEvent } from "./schemas";

export interface AdminBotHealth {
  bot: FleetBot;
  facts: HealthFacts;
  /** When Telegram starts to drop what waits there, ISO 8601; null where that is not known. */
  lossAt: string | null;
  /** Chats that are set aside. */
  aside: QuarantinedChat[];
  stats: Stats;
  /** Who polls it, until when, and the fence its writes carry. */
  lease: {
    owner: number | null;
    ownerName: string | null;
    expiresAt: string | null;
    fence: number;
    offset: number;
  };
  canary: NonNullable<Deployment["canary"]> | null;
  /** Calls to Telegram that failed, the latest first. */
  failures: CallFailure[];
  timeline: Page<TimelineEvent>;
}

const failuresShown = 20;

/** Everything an admin sees of one bot: never its token, its secret or its updates' texts. */
export async function adminBotHealth(
  ctx: TenantContext,
  input: { botId: number; from?: string; bucket?: Bucket },
): Promise<AdminBotHealth> {
  assertAdmin(ctx);
  const row = await findBot(ctx.data, input.botId);
  if (!row) throw notFound();
  const [deployment, left, emails, timeline, failures, stats, aside] = await Promise.all([
    readDeployment(ctx),
    readLeftOver(ctx, row.id),
    findOwnerEmails(ctx.data, [row.ownerId]),
    timelineOf(ctx, row.id, { limit: 50 }),
    findCallFailures(ctx.data, row.id, failuresShown),
    statsOf(ctx, row.id, input),
    findQuarantined(ctx.data, row.id),
  ]);
  const { leaseOwner, leaseExpiresAt, leaseFence, pollOffset } = row;
  const bot = toBotView(row, deployment, left);
  const facts = healthFacts(row, deployment, left);
  const lossAt = waitingAtTelegram(facts, deployment.now) > 0 ? firstLossAt(facts) : null;
  return {
    bot: { ...bot, ownerEmail: emails.get(row.ownerId) ?? "" },
    facts,
    lossAt: lossAt === null ? null : new Date(lossAt).toISOString(),
    aside: aside.map(quarantineView),
    stats,
    lease: {
      owner: leaseOwner,
      ownerName: bot.polling.owner,
      expiresAt: leaseExpiresAt?.toISOString() ?? null,
      fence: leaseFence,
      offset: Number(pollOffset),
    },
    canary: deployment.canary ?? null,
    failures,
    timeline,
  };
}
