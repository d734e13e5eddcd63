import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { ConfigError, parseConfig } from "../../lib/config/env";
import { withSecrets } from "../../lib/config/secrets";

const key = Buffer.alloc(32, 7).toString("base64");

/** A bad value each, and what its refusal says is allowed. */
const refused: [variable: string, value: string, allowed: RegExp][] = [
  ["DATABASE_URL", "mysql://localhost/x", /postgresql:\/\//],
  ["PORT", "http", /65535/],
  ["PORT", "70000", /65535/],
  ["SIDECAR_PORT", "-1", /65535/],
  ["NEXTAUTH_URL", "bots.example.org", /http/],
  ["NEXTAUTH_SECRET", "short", /32/],
  ["TOKEN_ENCRYPTION_KEYS", "a:dG9vIHNob3J0", /32 bytes/],
  ["TOKEN_ENCRYPTION_KEYS", key, /id:base64key/],
  ["WEBHOOK_ENABLED", "perhaps", /true or false/],
  ["WEBHOOK_BASE_URL", "ftp://bot.example.org", /http/],
  ["WEBHOOK_BASE_URL", "http://bot.example.org", /https:\/\//],
  ["WEBHOOK_BASE_URL", "https://bot.example.org:8080", /443, 80, 88 or 8443/],
  ["WEBHOOK_BASE_URL", "https://bot.example.org/?x=1", /plain address/],
  ["WEBHOOK_PORT", "x", /port/],
  ["WEBHOOK_FALLBACK_TO_POLLING", "2", /true or false/],
  ["WEBHOOK_IP_ALLOWLIST", "telegramm", /10\.0\.0\.0\/8/],
  ["TRUSTED_PROXIES", "10.0.0.0/33", /10\.0\.0\.0\/8/],
  ["TELEGRAM_API_ROOT", "api.telegram.org", /http/],
  ["TELEGRAM_HTTP2", "on", /auto or off/],
  ["SIGNUP", "yes", /open, invite or closed/],
  ["ADMIN_EMAIL", "nobody", /email/],
  ["ADMIN_EMAIL", "a@example.org", /ADMIN_PASSWORD/],
  ["ADMIN_PASSWORD", "1234567", /8/],
  ["UPDATE_RETENTION_DAYS", "0", /between 1 and 3650/],
  ["UPDATE_RETENTION_DAYS", "1.5", /whole number/],
  ["LOG_LEVEL", "loud", /fatal, error/],
  ["WEB_CONCURRENCY", "0", /between 1 and 64/],
  ["FAILOVER_CHECK_INTERVAL_MS", "0", /1 millisecond/],
  ["FAILOVER_GRACE_MS", "soon", /milliseconds/],
  ["FAILOVER_CANARY_INTERVAL_MS", "1.5", /whole number/],
  ["FAILOVER_RECOVERY_MS", "99999999999", /2147483648/],
  ["FAILOVER_RECOVERY_MAX_MS", "1000", /FAILOVER_RECOVERY_MS/],
  ["LEASE_TTL_MS", "x", /milliseconds/],
  ["POLL_STALL_MS", "x", /milliseconds/],
  ["SWEEP_AFTER_MS", "x", /milliseconds/],
  ["SUPERVISOR_CALLS_PER_SECOND", "0", /between 1 and 1000/],
  ["LEASE_TTL_MS", "900", /at least 1000/],
  ...[
    "FAILOVER_CHECK_INTERVAL_MS",
    "FAILOVER_GRACE_MS",
    "FAILOVER_CANARY_INTERVAL_MS",
    "FAILOVER_RECOVERY_MS",
    "FAILOVER_RECOVERY_MAX_MS",
    "LEASE_TTL_MS",
    "POLL_STALL_MS",
    "SWEEP_AFTER_MS",
  ].map((name): [string, string, RegExp] => [name, "-5", /at least 1 millisecond/]),
];

describe("the configuration", () => {
  it.each(refused)("refuses %s=%s by name, saying what is allowed", (variable, value, allowed) => {
    const parse = () => parseConfig({ [variable]: value });
    expect(parse).toThrow(ConfigError);
    expect(parse).toThrow(variable);
    expect(parse).toThrow(allowed);
  });

  it("never repeats a secret that it refuses", () => {
    for (const [variable, value] of [
      ["NEXTAUTH_SECRET", "hunter2"],
      ["TOKEN_ENCRYPTION_KEYS", "k:hunter2"],
      ["ADMIN_PASSWORD", "hunter2"],
    ]) {
      try {
        parseConfig({ [variable ?? ""]: value });
      } catch (error) {
        expect((error as Error).message).not.toContain("hunter2");
      }
    }
  });

  it("names every bad variable at once", () => {
    expect(() => parseConfig({ PORT: "x", SIGNUP: "x" })).toThrow(/PORT.*\nSIGNUP/);
  });

  it("takes blanks as unset, as in a .env file", () => {
    expect(parseConfig({ PORT: "", DATABASE_URL: "" })).toEqual(parseConfig({}));
  });

  it("lets in whoever is invited, and nobody else, where SIGNUP is not set", () => {
    expect(parseConfig({}).SIGNUP).toBe("invite");
  });

  it("has in .env.example every variable with its default, and no other", () => {
    const text = readFileSync(resolve(import.meta.dirname, "../../.env.example"), "utf8");
    const example = Object.fromEntries(
      text.split("\n").flatMap((line) => (/^[A-Z]/.test(line) ? [line.split("=") as [string, string]] : [])),
    );
    const { webhookBase: _, ...defaults } = parseConfig({});
    const { webhookBase: __, ...fromExample } = parseConfig(example);
    expect(fromExample).toEqual(defaults);
    const all = {
      ...example,
      DATABASE_URL: "postgresql://localhost/x",
      NEXTAUTH_URL: "https://a.example",
      NEXTAUTH_SECRET: "x".repeat(32),
      TOKEN_ENCRYPTION_KEYS: `k:${key}`,
      WEBHOOK_BASE_URL: "https://a.example",
      TELEGRAM_CA_FILE: "ca.pem",
      MAIN_BOT_TOKEN: "1:x",
      ADMIN_EMAIL: "a@example.org",
      ADMIN_PASSWORD: "correct horse",
      HOOKLINE_PASSWORD: "correct horse",
      METRICS_TOKEN: "x",
      SMTP_URL: "smtp://mail.example.org",
    };
    const { webhookBase: ___, canaryStaleMs: _____, WEBHOOK_IP_ALLOWLIST: ____, ...known } = parseConfig(all);
    expect(Object.keys({ ...known, WEBHOOK_IP_ALLOWLIST: 0 }).sort()).toEqual(Object.keys(example).sort());
  });
});

describe("generated secrets", () => {
  it("are made once, kept with mode 0600 in a folder of mode 0700, and missed by name elsewhere", () => {
    const base = mkdtempSync(join(tmpdir(), "hookline-secrets-"));
    const dataDir = join(base, "data");
    try {
      expect(() => withSecrets({}, dataDir, false)).toThrow(/^NEXTAUTH_SECRET must be set/);
      expect(() => withSecrets({ NEXTAUTH_SECRET: "set" }, dataDir, false)).toThrow(
        /^TOKEN_ENCRYPTION_KEYS must/,
      );
      const first = withSecrets({}, dataDir, true);
      expect(withSecrets({}, dataDir, false)).toEqual(first);
      expect(parseConfig(first).TOKEN_ENCRYPTION_KEYS?.[0]?.key).toHaveLength(32);
      expect(statSync(dataDir).mode & 0o777).toBe(0o700);
      for (const file of ["nextauth.secret", "token-encryption.keys"]) {
        expect(statSync(join(dataDir, file)).mode & 0o777).toBe(0o600);
      }
      expect(withSecrets({ NEXTAUTH_SECRET: "mine" }, dataDir, true).NEXTAUTH_SECRET).toBe("mine");
    } finally {
      rmSync(base, { recursive: true, force: true });
    }
  });
});
