import { describe, it } from "vitest";
import { byWebhook, expectVerdict, failing, minutes, type Row, seconds, wrong } from "./health-facts";

const deadAddress = {
  canaryState: "dead" as const,
  canaryReason: "connection refused",
  canarySince: seconds(5),
};

const rows: Row[] = [
  // Webhook errors by class
  [
    "untrusted certificate",
    failing("SSL error {error:0A000086:SSL routines::certificate verify failed}"),
    "down",
    /does not trust the certificate/,
    "switch_to_polling",
  ],
  [
    "other TLS error",
    failing("SSL error {error:0A00042E:SSL routines::tlsv1 alert protocol version}"),
    "down",
    /encrypted connection/,
    "switch_to_polling",
  ],
  [
    "unknown name",
    failing("Failed to resolve host: Name or service not known"),
    "down",
    /its name leads nowhere/,
    "switch_to_polling",
  ],
  ["refused", failing("Connection refused"), "down", /refused/, "switch_to_polling"],
  ["reset", failing("Connection reset by peer"), "down", /break off/, "switch_to_polling"],
  [
    "connection timed out",
    failing("Connection timed out"),
    "down",
    /does not answer Telegram in time/,
    "switch_to_polling",
  ],
  [
    "read timeout",
    failing("Read timeout expired"),
    "down",
    /does not answer Telegram in time/,
    "switch_to_polling",
  ],
  ["no route", failing("Network is unreachable"), "down", /no way/, "switch_to_polling"],
  ["wrong secret", wrong("401 Unauthorized"), "down", /wrong secret/, "retry_webhook"],
  ["firewall", wrong("403 Forbidden"), "down", /allow-list/, "switch_to_polling"],
  ["lost path", wrong("404 Not Found"), "down", /does not lead to this bot/, "retry_webhook"],
  ["redirect", wrong("301 Moved Permanently"), "down", /sends Telegram elsewhere/, "switch_to_polling"],
  ["overload", wrong("429 Too Many Requests"), "down", /slow down/, "switch_to_polling"],
  [
    "another 4xx",
    wrong("413 Payload Too Large"),
    "down",
    /turns Telegram's updates away/,
    "switch_to_polling",
  ],
  ["not recorded", wrong("503 Service Unavailable"), "down", /could not record/, "switch_to_polling"],
  ["proxy", wrong("502 Bad Gateway"), "down", /proxy/, "switch_to_polling"],
  ["another 5xx", wrong("500 Internal Server Error"), "down", /fails/, "switch_to_polling"],
  [
    "an error never seen",
    failing("Something odd\nhappened."),
    "down",
    'Telegram cannot deliver: "Something odd happened".',
    "switch_to_polling",
  ],
  [
    "no public address any more",
    { ...byWebhook, webhookAvailable: false },
    "down",
    /no longer has a public address/,
    "switch_to_polling",
  ],
  // Fresh or stale
  [
    "a fresh error with nothing waiting",
    failing("Connection refused", { pendingCount: 0 }),
    "degraded",
    /refused/,
    "switch_to_polling",
  ],
  [
    "a fresh error before any update came",
    failing("Connection refused", { pendingCount: null, lastWebhookUpdate: null }),
    "down",
    /refused/,
    "switch_to_polling",
  ],
  [
    "an old error with updates waiting",
    failing("Connection refused", { lastErrorAt: minutes(10) }),
    "down",
    /refused/,
    "switch_to_polling",
  ],
  [
    "an old error with nothing waiting",
    failing("Connection refused", { lastErrorAt: minutes(10), pendingCount: 0 }),
    "healthy",
    /by webhook/,
    null,
  ],
  [
    "an error before the last update",
    failing("Connection refused", { lastWebhookUpdate: seconds(30), pendingCount: 0 }),
    "healthy",
    /by webhook/,
    null,
  ],
  [
    "an error of the former webhook",
    failing("Connection refused", {
      doorChangedAt: seconds(30),
      lastWebhookUpdate: seconds(31),
      pendingCount: 0,
    }),
    "healthy",
    /by webhook/,
    null,
  ],
  // Fallback switched off
  [
    "fails, and may not fall back",
    failing("Connection refused", { fallbackEnabled: false }),
    "down",
    "Nothing answers at the public address: the connection is refused; fallback is switched off, so this bot waits until it works again.",
    "switch_to_polling",
  ],
  [
    "fails, may not fall back, and updates wait since a known time",
    failing("Connection refused", { fallbackEnabled: false, oldestPendingAt: minutes(19) }),
    "down",
    "Nothing answers at the public address: the connection is refused; fallback is switched off, so its updates wait, and Telegram starts dropping them at 25 Aug, 11:41 UTC.",
    "switch_to_polling",
  ],
  [
    "fails in a way that our own side mends, and may not fall back",
    { ...wrong("401 Unauthorized"), fallbackEnabled: false },
    "down",
    "Telegram brings the wrong secret, so its updates are turned away.",
    "retry_webhook",
  ],
  [
    "Hookline's own fault, and may not fall back",
    { ...wrong("503 Service Unavailable"), fallbackEnabled: false },
    "down",
    "Hookline could not record updates, so Telegram keeps them (503).",
    "switch_to_polling",
  ],
  // The canary
  [
    "a dead address, nothing waiting",
    { ...byWebhook, ...deadAddress },
    "degraded",
    "The public address cannot be reached (connection refused); this bot moves to polling once Telegram confirms it.",
    "switch_to_polling",
  ],
  [
    "a dead address for no known reason, something waiting",
    { ...byWebhook, ...deadAddress, canaryReason: null, pendingCount: 2 },
    "down",
    /^The public address cannot be reached; this bot moves/,
    "switch_to_polling",
  ],
  [
    "a dead address, and may not fall back",
    { ...byWebhook, ...deadAddress, fallbackEnabled: false },
    "degraded",
    /; fallback is switched off, so this bot waits until it works again\.$/,
    "switch_to_polling",
  ],
  [
    "a dead address before any update came",
    { ...byWebhook, ...deadAddress, lastWebhookUpdate: null },
    "degraded",
    /cannot be reached/,
    "switch_to_polling",
  ],
  [
    "an address that only we cannot reach",
    { ...byWebhook, ...deadAddress, canarySince: minutes(3) },
    "healthy",
    /by webhook/,
    null,
  ],
  [
    "an address of which nothing is known",
    { ...byWebhook, canaryState: "unknown", canaryReason: "Hookline's own web process or database is down" },
    "healthy",
    /by webhook/,
    null,
  ],
  [
    "Telegram's own words count for more than the canary's",
    { ...failing("Connection timed out"), ...deadAddress },
    "down",
    /does not answer Telegram in time/,
    "switch_to_polling",
  ],
];

describe("the verdict on a bot with a webhook", () => {
  it.each(rows)("%s", expectVerdict);
});
