/** What the OpenAPI document shows. No token here was ever a bot's. */

export const registerBot = {
  token: "123456789:EXAMPLE-of-a-token-that-is-no-bots1",
  mode: "webhook",
  dropPending: false,
};

const receivedAt = "2026-03-01T12:00:00.000Z";

export const bot = {
  id: 7,
  telegramId: 123456789,
  username: "weather_bot",
  name: "Weather",
  mode: "webhook",
  activeDoor: "webhook",
  status: "active",
  fallbackEnabled: true,
  allowedUpdates: ["message", "callback_query"],
  maxConnections: 40,
  webhook: {
    enabled: true,
    url: "https://bot.example.org/webhook/3",
    lastUpdateAt: receivedAt,
    pendingCount: 0,
    lastError: null,
  },
  polling: { lastUpdateAt: null, owner: null },
  lastUpdateAt: receivedAt,
  doorReason: null,
  fallback: null,
  conflict: null,
  health: { status: "healthy", sentence: "Updates arrive by webhook.", fix: null },
  createdAt: "2026-02-28T09:30:00.000Z",
};

export const botInfo = {
  me: { id: 123456789, is_bot: true, first_name: "Weather", username: "weather_bot" },
  webhookInfo: {
    url: "https://bot.example.org/webhook/3",
    has_custom_certificate: false,
    pending_update_count: 0,
    max_connections: 40,
  },
};

export const update = {
  updateId: 518211001,
  arrival: 518211001,
  kind: "message",
  chatId: 987654321,
  door: "webhook",
  state: "handled",
  attempts: 1,
  error: null,
  receivedAt,
  handledAt: "2026-03-01T12:00:00.004Z",
  actions: [
    { method: "sendMessage", params: { chat_id: 987654321, text: "Sunny." }, via: "webhook-reply", ok: null },
  ],
};

export const payload = {
  update_id: 518211001,
  message: {
    message_id: 5,
    date: 1772366400,
    chat: { id: 987654321, type: "private", first_name: "Ada" },
    from: { id: 987654321, is_bot: false, first_name: "Ada" },
    text: "/weather",
  },
};

export const replies = {
  replies: [
    {
      trigger: { type: "command", value: "weather" },
      text: "Sunny, {{first_name}}.",
      buttons: [[{ text: "Tomorrow", callback: "/tomorrow" }]],
      enabled: true,
    },
    { trigger: { type: "any" }, text: "Try /weather.", enabled: true },
  ],
};

export const health = {
  verdict: { status: "healthy", sentence: "Updates arrive by webhook.", fix: null },
  facts: { status: "active", mode: "webhook", activeDoor: "webhook", pendingCount: 0 },
};

export const timelineEvent = {
  id: 12,
  at: receivedAt,
  fromDoor: "polling",
  toDoor: "webhook",
  status: "active",
  reason: "Switched to webhook by its owner.",
  actor: "tenant",
};
