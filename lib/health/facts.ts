import type { BotView } from "../bots/schemas";
import type { FailureClass } from "../telegram/failure";

/** What is known of a bot when its health is judged. Times are milliseconds since the epoch. */
export interface HealthFacts {
  /** Without the @. */
  readonly username: string;
  readonly status: "active" | "paused" | "unauthorized" | "conflict";
  /** The door its owner chose. */
  readonly mode: "webhook" | "polling";
  /** The door it uses. */
  readonly activeDoor: "webhook" | "polling" | "none";
  /** Why it uses that door, where this needs a reason. */
  readonly doorReason: string | null;
  readonly doorChangedAt: number;
  /** Whether it may leave a webhook that fails: its owner and the operator both allow it. */
  readonly fallbackEnabled: boolean;
  /** When the webhook is tried again by a bot that fell back. */
  readonly nextRecoveryAt: number | null;
  /** How another system has got hold of the bot, since when, and the host of its webhook. */
  readonly conflictKind: NonNullable<BotView["conflict"]>["kind"] | null;
  readonly conflictSince: number | null;
  readonly conflictHost: string | null;
  /** Whether the deployment has a public address. */
  readonly webhookAvailable: boolean;
  /** What the canary says of that address, why and since when; null where it has not flown. */
  readonly canaryState: "well" | "dead" | "unknown" | null;
  readonly canaryReason: string | null;
  readonly canarySince: number | null;
  readonly lastWebhookUpdate: number | null;
  readonly lastPollingUpdate: number | null;
  /** The last poll that Telegram answered, with updates or without. */
  readonly lastPollAt: number | null;
  /** Why the last poll failed; null where it did not. */
  readonly pollError: string | null;
  /** What its failure means, and since when no poll has succeeded. */
  readonly pollFailure: FailureClass | null;
  readonly pollFailingSince: number | null;
  /** Updates waiting at Telegram as of `checkedAt`. */
  readonly pendingCount: number | null;
  /** Since when something has been waiting at every look: the oldest, unless updates arrived meanwhile. */
  readonly oldestPendingAt: number | null;
  /** Telegram's last failed delivery. It never clears this, so it may be long over. */
  readonly lastErrorAt: number | null;
  readonly lastErrorMessage: string | null;
  /** When Telegram was last asked for the two above. */
  readonly checkedAt: number | null;
  /** Until when a sidecar holds this bot. */
  readonly leaseExpiresAt: number | null;
  readonly sidecarAlive: boolean;
  /** How long the database took for a small question; null where nobody asked. */
  readonly databaseMs: number | null;
  /** Updates put aside lately because handling them failed again and again. */
  readonly deadUpdates: number;
  /** Chats that are set aside: their updates wait. */
  readonly chatsAside: number;
  /** Replies that were switched off because their expressions took too long. */
  readonly repliesOff: number;
  readonly createdAt: number;
}
