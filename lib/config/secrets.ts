import { randomBytes } from "node:crypto";
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ConfigError } from "./env";

/** Names of the secrets that `npm start` generates, and the files in DATA_DIR that keep them. */
const files = {
  NEXTAUTH_SECRET: { name: "nextauth.secret", fresh: () => randomBytes(48).toString("base64url") },
  TOKEN_ENCRYPTION_KEYS: {
    name: "token-encryption.keys",
    fresh: () => `k${Date.now().toString(36)}:${randomBytes(32).toString("base64")}`,
  },
} as const;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The environment with the secrets it lacks: read from DATA_DIR, and made there (folder 0700, files 0600)
 * where `generate` is set and none is kept yet.
 *
 * @throws ConfigError that names the variable which is missing.
 */
export function withSecrets(env: Environment, dataDir: string, generate: boolean): Environment {
  const found: Record<string, string> = {};
  for (const [variable, { name, fresh }] of Object.entries(files)) {
    if (env[variable]) continue;
    const file = join(dataDir, name);
    if (!existsSync(file)) {
      if (!generate) {
        throw new ConfigError(`${variable} must be set: every process of a deployment needs the same one.`);
      }
      mkdirSync(dataDir, { recursive: true, mode: 0o700 });
      keep(file, fresh());
    }
    found[variable] = readFileSync(file, "utf8").trim();
  }
  return { ...env, ...found };
}

/** Puts a whole file in place or none: of two starts at once one wins, and both read the same. */
function keep(file: string, secret: string): void {
  const draft = `${file}.${randomBytes(6).toString("hex")}`;
  writeFileSync(draft, `${secret}\n`, { mode: 0o600, flag: "wx", flush: true });
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as { code?: unknown }).code !== "EEXIST") throw error;
  } finally {
    rmSync(draft);
  }
}
