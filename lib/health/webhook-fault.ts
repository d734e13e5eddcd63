import { type FixAction, quoted } from "./words";

/** What a failed delivery means, in a sentence, and what helps. */
export interface WebhookFault {
  sentence: string;
  action: FixAction;
  /** Hookline's own answer while it or its database is down or overloaded. */
  ownFault: boolean;
}

type Rule = readonly [pattern: RegExp, sentence: string, action: FixAction];

/**
 * Telegram's texts in getWebhookInfo's last_error_message, first match wins. The number after "Wrong
 * response from the webhook" is what the public address answered; behind a proxy it may be the proxy's.
 */
const rules: readonly Rule[] = [
  [
    /certificate|self.signed/i,
    "Telegram does not trust the certificate of the public address, so nothing is delivered.",
    "switch_to_polling",
  ],
  [
    /ssl|tls/i,
    "Telegram cannot make an encrypted connection to the public address, so nothing is delivered.",
    "switch_to_polling",
  ],
  [
    /resolve host|name or service not known|nodename/i,
    "Telegram cannot find the public address: its name leads nowhere.",
    "switch_to_polling",
  ],
  [
    /connection refused/i,
    "Nothing answers at the public address: the connection is refused.",
    "switch_to_polling",
  ],
  [
    /connection reset|closed|broken pipe/i,
    "Connections to the public address break off before an answer comes.",
    "switch_to_polling",
  ],
  [/timed? ?out|timeout/i, "The public address does not answer Telegram in time.", "switch_to_polling"],
  [
    /unreachable|no route/i,
    "Telegram finds no way to the public address: its network is unreachable.",
    "switch_to_polling",
  ],
  [
    /response from the webhook: 401/i,
    "Telegram brings the wrong secret, so its updates are turned away.",
    "retry_webhook",
  ],
  [
    /response from the webhook: 403/i,
    "A firewall or an allow-list in front of the public address keeps Telegram out (403).",
    "switch_to_polling",
  ],
  [/response from the webhook: 404/i, "The public address does not lead to this bot (404).", "retry_webhook"],
  [
    /response from the webhook: 3\d\d/i,
    "The public address sends Telegram elsewhere, and Telegram does not follow.",
    "switch_to_polling",
  ],
  [
    /response from the webhook: 429/i,
    "The public address asks Telegram to slow down (429).",
    "switch_to_polling",
  ],
  [
    /response from the webhook: 503/i,
    "Hookline could not record updates, so Telegram keeps them (503).",
    "switch_to_polling",
  ],
  [
    /response from the webhook: (502|504|52\d)/i,
    "The proxy in front of the public address does not reach Hookline.",
    "switch_to_polling",
  ],
  [
    /response from the webhook: 4\d\d/i,
    "The public address turns Telegram's updates away.",
    "switch_to_polling",
  ],
  [
    /response from the webhook: 5\d\d/i,
    "The public address fails when Telegram delivers.",
    "switch_to_polling",
  ],
];

/** Puts Telegram's error of a delivery into plain words. */
export function webhookFault(message: string): WebhookFault {
  const rule = rules.find(([pattern]) => pattern.test(message));
  const ownFault = /response from the webhook: (503|429)/i.test(message);
  if (rule) return { sentence: rule[1], action: rule[2], ownFault };
  const sentence = `Telegram cannot deliver: "${quoted(message)}".`;
  return { sentence, action: "switch_to_polling", ownFault };
}
