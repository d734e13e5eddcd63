/** What of a bot's verdict is worth telling an owner who does not look, the worst first. */
export const troubleKinds = [
  "unauthorized",
  "conflict",
  "silent",
  "backlog",
  "quarantine",
  "replies",
  "fallback",
] as const;
export type TroubleKind = (typeof troubleKinds)[number];
