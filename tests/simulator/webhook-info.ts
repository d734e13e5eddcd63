import type { Bot } from "./bot";

/** The WebhookInfo object of the Bot API; dates in Unix seconds. */
export interface WebhookInfo {
  url: string;
  has_custom_certificate: boolean;
  pending_update_count: number;
  ip_address?: string;
  last_error_date?: number;
  last_error_message?: string;
  max_connections?: number;
  allowed_updates?: string[];
}

/** What getWebhookInfo answers: the pending count is everything stored, in flight and expired included. */
export function webhookInfo(bot: Bot): WebhookInfo {
  const { webhook } = bot;
  return {
    url: webhook?.url ?? "",
    has_custom_certificate: webhook !== null && webhook.certificate !== "",
    pending_update_count: bot.queue.size,
    ...(webhook ? { ip_address: webhook.ipAddress, max_connections: webhook.maxConnections } : {}),
    ...(webhook && webhook.lastErrorDate > 0
      ? { last_error_date: webhook.lastErrorDate, last_error_message: webhook.lastErrorMessage }
      : {}),
    ...(bot.allowed ? { allowed_updates: [...bot.allowed] } : {}),
  };
}
