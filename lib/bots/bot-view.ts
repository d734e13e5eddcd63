import type { Services } from "../context";
import type { ListedBot } from "../data/bot-list";
import type { BotEntity } from "../data/bots";
import { findLeftOvers, type LeftOver } from "../data/health";
import { type HealthFacts, verdict } from "../health/verdict";
import type { FailureClass } from "../telegram/failure";
import { type ConflictKind, hostOf } from "../transport/door-machine";
import { type Deployment, readDeployment } from "./deployment";
import type { BotView } from "./schemas";

const iso = (date: Date | null): string | null => date?.toISOString() ?? null;

const ms = (date: Date | null): number | null => date?.getTime() ?? null;

/** The later of two times, where there are any. */
export const latest = (a: Date | null, b: Date | null): Date | null => (a && b ? (a > b ? a : b) : (a ?? b));

/** Nothing is left over, or nobody asked. */
export const nothingLeft: LeftOver = { deadUpdates: 0, chatsAside: 0, repliesOff: 0 };

export async function readLeftOver(ctx: Pick<Services, "data">, botId: number): Promise<LeftOver> {
  return (await findLeftOvers(ctx.data, [botId])).get(botId) ?? nothingLeft;
}

/** What the verdict on a bot is made of. */
export function healthFacts(bot: ListedBot, deployment: Deployment, left = nothingLeft): HealthFacts {
  const { canary } = deployment;
  const conflict = conflictOf(bot);
  return {
    username: bot.username,
    status: bot.status,
    mode: bot.mode,
    activeDoor: bot.activeDoor,
    doorReason: bot.doorReason,
    doorChangedAt: bot.doorChangedAt.getTime(),
    fallbackEnabled: bot.fallbackEnabled && (deployment.fallbackAllowed ?? true),
    nextRecoveryAt: ms(bot.nextRecoveryAt),
    conflictKind: conflict?.kind ?? null,
    conflictSince: conflict ? conflict.since.getTime() : null,
    conflictHost: conflict?.host ?? null,
    webhookAvailable: deployment.webhookAvailable,
    canaryState: canary?.state ?? null,
    canaryReason: canary?.reason ?? null,
    canarySince: canary ? Date.parse(canary.since) : null,
    lastWebhookUpdate: ms(bot.lastWebhookUpdate),
    lastPollingUpdate: ms(bot.lastPollingUpdate),
    lastPollAt: ms(bot.lastPollAt),
    pollError: bot.pollError,
    pollFailure: bot.pollFailure as FailureClass | null,
    pollFailingSince: ms(bot.pollFailingSince),
    pendingCount: bot.pendingCount,
    oldestPendingAt: ms(bot.pendingSince),
    lastErrorAt: ms(bot.lastErrorAt),
    lastErrorMessage: bot.lastErrorMessage,
    checkedAt: ms(bot.checkedAt),
    leaseExpiresAt: ms(bot.leaseExpiresAt),
    sidecarAlive: deployment.sidecars.length > 0,
    databaseMs: deployment.databaseMs ?? null,
    deadUpdates: left.deadUpdates,
    chatsAside: left.chatsAside,
    repliesOff: left.repliesOff,
    createdAt: bot.createdAt.getTime(),
  };
}

/** Who has the bot instead of us: of a foreign address only the host, for the rest may be its secret. */
function conflictOf(bot: ListedBot) {
  if (bot.status !== "conflict" || bot.conflictKind === null) return null;
  return {
    kind: bot.conflictKind as ConflictKind,
    since: bot.conflictSince ?? bot.doorChangedAt,
    host: bot.conflictUrl === null ? null : hostOf(bot.conflictUrl),
  };
}

/** What of a bot leaves the server, picked by name: no cipher, no secret, no owner. */
export function toBotView(bot: BotEntity, deployment: Deployment, left = nothingLeft): BotView {
  const conflict = conflictOf(bot);
  const owner = deployment.sidecars.find(({ id }) => id === bot.leaseOwner);
  return {
    id: bot.id,
    telegramId: Number(bot.telegramId),
    username: bot.username,
    name: bot.name,
    mode: bot.mode,
    activeDoor: bot.activeDoor,
    status: bot.status,
    fallbackEnabled: bot.fallbackEnabled,
    allowedUpdates: bot.allowedUpdates,
    maxConnections: bot.maxConnections,
    webhook: {
      enabled: bot.webhookEnabled,
      url: bot.webhookUrl,
      lastUpdateAt: iso(bot.lastWebhookUpdate),
      pendingCount: bot.pendingCount,
      lastError:
        bot.lastErrorAt === null
          ? null
          : { message: bot.lastErrorMessage ?? "", at: bot.lastErrorAt.toISOString() },
    },
    polling: {
      lastUpdateAt: iso(bot.lastPollingUpdate),
      owner: owner ? `${owner.host}:${owner.pid}` : null,
    },
    lastUpdateAt: iso(latest(bot.lastWebhookUpdate, bot.lastPollingUpdate)),
    doorReason: bot.doorReason,
    fallback:
      bot.activeDoor === "polling" && bot.fallbackSince !== null
        ? { since: bot.fallbackSince.toISOString(), nextTryAt: iso(bot.nextRecoveryAt) }
        : null,
    conflict: conflict && { ...conflict, since: conflict.since.toISOString() },
    health: verdict(healthFacts(bot, deployment, left), deployment.now),
    createdAt: bot.createdAt.toISOString(),
  };
}

/** The same for a single bot, with the deployment's facts read for it. */
export async function botView(
  ctx: Pick<Services, "data" | "config" | "clock">,
  bot: BotEntity,
): Promise<BotView> {
  const [deployment, left] = await Promise.all([readDeployment(ctx), readLeftOver(ctx, bot.id)]);
  return toBotView(bot, deployment, left);
}
