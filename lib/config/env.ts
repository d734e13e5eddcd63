import { z } from "zod";
import { type Cidr, parseCidrs, telegramSubnets } from "./cidr";

/** Every variable that Hookline reads, as text. `.env.example` says the same to people. */
const flag = z
  .enum(["true", "false", "1", "0", "on", "off"], { error: "must be true or false" })
  .transform((value) => value === "true" || value === "1" || value === "on");

const port = z.coerce.number({ error: "must be a port between 0 and 65535" }).int().min(0).max(65535);

/** A span of time in milliseconds, at least 1. */
const ms = (fallback: number) =>
  z.coerce
    .number({ error: "must be a number of milliseconds" })
    .int("must be a whole number of milliseconds")
    .min(1, "must be at least 1 millisecond")
    .max(2_147_483_647, "must be below 2147483648 milliseconds")
    .default(fallback);

const httpUrl = z
  .url({ protocol: /^https?$/, error: "must be an http(s) address" })
  .transform((url) => url.replace(/\/+$/, ""));

const cidrs = z.string().transform((text, ctx) => parseOrIssue(ctx, () => parseCidrs(text)));

const keyList = z.string().transform((text, ctx) =>
  parseOrIssue(ctx, () =>
    text.split(",").map((entry) => {
      const at = entry.indexOf(":");
      const id = entry.slice(0, at).trim();
      const key = Buffer.from(entry.slice(at + 1).trim(), "base64");
      if (!/^[A-Za-z0-9_-]{1,32}$/.test(id) || key.length !== 32) {
        throw new Error("must be id:base64key,… with keys of 32 bytes, newest first");
      }
      return { id, key };
    }),
  ),
);

/** What the processes that serve read: web, pages and sidecar. */
const serving = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: "must be a postgresql:// address" }).optional(),
  DATA_DIR: z.string().default(".data"),
  PORT: port.default(3000),
  HOST: z.string().default("0.0.0.0"),
  SIDECAR_PORT: port.default(3001),
  SIDECAR_HOST: z.string().default("127.0.0.1"),
  NEXTAUTH_URL: httpUrl.optional(),
  NEXTAUTH_SECRET: z.string().min(32, "must have at least 32 characters").optional(),
  TOKEN_ENCRYPTION_KEYS: keyList.optional(),
  WEBHOOK_ENABLED: flag.default(true),
  WEBHOOK_BASE_URL: httpUrl.optional(),
  WEBHOOK_PORT: port.default(443),
  WEBHOOK_FALLBACK_TO_POLLING: flag.default(true),
  WEBHOOK_IP_ALLOWLIST: z
    .string()
    .default("off")
    .transform((text, ctx): readonly Cidr[] | undefined => {
      if (text === "off") return undefined;
      return text === "telegram" ? telegramSubnets : parseOrIssue(ctx, () => parseCidrs(text));
    }),
  TRUSTED_PROXIES: cidrs.prefault(""),
  TELEGRAM_API_ROOT: httpUrl.default("https://api.telegram.org"),
  TELEGRAM_HTTP2: z.enum(["auto", "off"], { error: "must be auto or off" }).default("auto"),
  TELEGRAM_CA_FILE: z.string().optional(),
  SIGNUP: z.enum(["open", "invite", "closed"], { error: "must be open, invite or closed" }).default("invite"),
  UPDATE_RETENTION_DAYS: z.coerce
    .number({ error: "must be a whole number of days between 1 and 3650" })
    .int()
    .min(1)
    .max(3650)
    .default(7),
  SMTP_URL: z.url({ protocol: /^smtps?$/, error: "must be an smtp:// or smtps:// address" }).optional(),
  LOG_LEVEL: z
    .enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"], {
      error: "must be fatal, error, warn, info, debug, trace or silent",
    })
    .default("info"),
  METRICS_TOKEN: z.string().optional(),
  WEB_CONCURRENCY: z.coerce
    .number({ error: "must be a whole number between 1 and 64" })
    .int()
    .min(1)
    .max(64)
    .default(1),
  FAILOVER_CHECK_INTERVAL_MS: ms(5_000),
  FAILOVER_GRACE_MS: ms(30_000),
  FAILOVER_CANARY_INTERVAL_MS: ms(10_000),
  FAILOVER_RECOVERY_MS: ms(120_000),
  FAILOVER_RECOVERY_MAX_MS: ms(3_600_000),
  LEASE_TTL_MS: ms(15_000),
  POLL_STALL_MS: ms(120_000),
  SWEEP_AFTER_MS: ms(60_000),
  SUPERVISOR_CALLS_PER_SECOND: z.coerce
    .number({ error: "must be a whole number between 1 and 1000" })
    .int()
    .min(1)
    .max(1000)
    .default(40),
});

/** What only `npm start`, before anything serves, and commands read: no process that serves is given it. */
const schema = serving.extend({
  ADMIN_EMAIL: z.email("must be an email address").optional(),
  ADMIN_PASSWORD: z.string().min(8, "must have at least 8 characters").optional(),
  HOOKLINE_PASSWORD: z.string().optional(),
  MAIN_BOT_TOKEN: z.string().optional(),
});

/** The settings that a process which serves is given. */
export const servingSettings: readonly string[] = Object.keys(serving.shape);

export type Config = z.output<typeof schema> & {
  /** The address Telegram posts to, without `/webhook/…`; undefined: every bot polls. */
  webhookBase: string | undefined;
  /** A word of the canary older than this holds no longer: nobody flies it any more. */
  canaryStaleMs: number;
};

/** A variable has a value that cannot be used; the message names it and says what is allowed. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

/**
 * Reads the environment once. Empty variables count as unset, as in a `.env` file with blanks.
 *
 * @throws ConfigError with one line for each bad variable.
 */
export function parseConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ""),
  );
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    throw new ConfigError(
      parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}.`).join("\n"),
    );
  }
  const values = parsed.data;
  assertPairs(values);
  // It flies in the supervisor's rounds: never more often than those.
  const flightMs = Math.max(values.FAILOVER_CANARY_INTERVAL_MS, values.FAILOVER_CHECK_INTERVAL_MS);
  return { ...values, webhookBase: webhookBase(values), canaryStaleMs: 10 * flightMs };
}

type Values = z.output<typeof schema>;

/** Rules that tie two variables together. */
function assertPairs(values: Values): void {
  if ((values.ADMIN_EMAIL === undefined) !== (values.ADMIN_PASSWORD === undefined)) {
    throw new ConfigError("ADMIN_EMAIL and ADMIN_PASSWORD are set together or not at all.");
  }
  if (values.SMTP_URL !== undefined && values.NEXTAUTH_URL === undefined) {
    throw new ConfigError("SMTP_URL needs NEXTAUTH_URL: mails hold links to the portal.");
  }
  if (values.LEASE_TTL_MS < 1_000) {
    throw new ConfigError(
      "LEASE_TTL_MS must be at least 1000: a lease is renewed three times in its life, and each renewal takes a moment.",
    );
  }
  if (values.FAILOVER_RECOVERY_MAX_MS < values.FAILOVER_RECOVERY_MS) {
    throw new ConfigError("FAILOVER_RECOVERY_MAX_MS must not be below FAILOVER_RECOVERY_MS.");
  }
}

/** Ports that Telegram posts to (Bot API, setWebhook). */
const telegramPorts = [443, 80, 88, 8443];

function webhookBase(values: Values): string | undefined {
  if (!values.WEBHOOK_ENABLED || values.WEBHOOK_BASE_URL === undefined) return undefined;
  const url = new URL(values.WEBHOOK_BASE_URL);
  if (url.search || url.hash || url.username) {
    throw new ConfigError("WEBHOOK_BASE_URL must be a plain address such as https://bot.example.org.");
  }
  const ownServer = values.TELEGRAM_API_ROOT !== "https://api.telegram.org";
  if (!url.port && values.WEBHOOK_PORT !== 443) url.port = String(values.WEBHOOK_PORT);
  if (!ownServer && url.protocol !== "https:") {
    throw new ConfigError("WEBHOOK_BASE_URL must begin with https://: Telegram posts to nothing else.");
  }
  if (!ownServer && !telegramPorts.includes(Number(url.port || 443))) {
    throw new ConfigError("WEBHOOK_BASE_URL must use port 443, 80, 88 or 8443: Telegram posts to no other.");
  }
  return url.href.replace(/\/+$/, "");
}

function parseOrIssue<T>(ctx: { addIssue(message: string): void }, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    ctx.addIssue(error instanceof Error ? error.message : String(error));
    return z.NEVER;
  }
}
