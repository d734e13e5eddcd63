/** How a simulator behaves; every field can be given at creation, most also at run time by POST /sim/settings. */
export interface Settings {
  /** Factor on Telegram's own waits: retries, read time-out, throttles, gaps, expiries. 1 is real time. */
  timeScale: number;
  /** true: webhooks may be http, on any port and address, as with a Bot API server of one's own (--local). */
  localMode: boolean;
  /** Enforce 20 first contacts a minute and 600 an hour from one address. */
  firstContactLimit: boolean;
  /** Enforce 30 messages/s a bot, 1/s a chat, 20/min a group. */
  sendLimits: boolean;
  /** Names that resolve to these addresses, as an /etc/hosts of the simulator's own. */
  hosts: Record<string, string>;
  /** Extra milliseconds that checking a new webhook takes, so that two checks can overlap. */
  verifyDelayMs: number;
  /** Open sockets to one webhook host, over all bots. */
  maxSockets: number;
  /** PEM certificates of authorities whose webhooks are trusted besides the public ones. */
  webhookCa: string | undefined;
}

export const defaultSettings: Settings = {
  timeScale: 1,
  localMode: true,
  firstContactLimit: false,
  sendLimits: false,
  hosts: {},
  verifyDelayMs: 0,
  maxSockets: 1024,
  webhookCa: undefined,
};

/** Telegram's `seconds` as milliseconds on this simulator's clock. */
export function scaled(settings: Settings, seconds: number): number {
  return seconds * 1000 * settings.timeScale;
}
