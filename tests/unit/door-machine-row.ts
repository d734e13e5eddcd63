import type { BotEntity } from "../../lib/data/bots";
import { cleanSlate } from "../../lib/transport/switch-door";

/** What switch-door clears with a webhook. */
export const noWebhook = {
  webhookEnabled: false,
  webhookUrl: null,
  lastErrorAt: null,
  lastErrorMessage: null,
  pendingCount: null,
  previousPending: null,
  pendingSince: null,
  checkedAt: null,
} as const;

/** A bot that was registered just now and stands at no door yet. */
export function newRow(mode: "webhook" | "polling", createdAt: Date): BotEntity {
  return {
    ...noWebhook,
    ...cleanSlate,
    id: 1,
    ownerId: 7,
    telegramId: 1001n,
    username: "shop_bot",
    name: "Shop",
    tokenCipher: "",
    tokenKeyId: "",
    tokenFingerprint: "",
    mode,
    modeChosen: false,
    activeDoor: "none",
    status: "active",
    doorReason: null,
    doorChangedAt: createdAt,
    switchingSince: null,
    fallbackEnabled: true,
    allowedUpdates: [],
    maxConnections: 40,
    webhookSecret: null,
    webhookSetAt: null,
    lastWebhookUpdate: null,
    lastPollingUpdate: null,
    pollOffset: 0n,
    lastPollAt: null,
    leaseOwner: null,
    leaseExpiresAt: null,
    leaseFence: 0,
    raisedBy: 0n,
    lastArrival: null,
    verdict: "unknown",
    createdAt,
  };
}
