import { ConfigError, parseConfig } from "../config/env";
import { withSecrets } from "../config/secrets";
import type { RuntimeConfig } from "./portal";
import { type Runtime, startRuntime } from "./runtime";

/**
 * Reads the environment and builds the runtime of a single process.
 *
 * @throws ConfigError in words for the operator.
 */
export async function startFromEnvironment(kind: "web" | "sidecar"): Promise<Runtime> {
  return startRuntime(readRuntimeConfig(process.env), kind);
}

/** The configuration of a process that neither brings a database nor generates secrets. */
export function readRuntimeConfig(env: Readonly<Record<string, string | undefined>>): RuntimeConfig {
  const config = parseConfig(withSecrets(env, env.DATA_DIR || ".data", false));
  const { DATABASE_URL, NEXTAUTH_SECRET, TOKEN_ENCRYPTION_KEYS } = config;
  if (DATABASE_URL === undefined) {
    throw new ConfigError("DATABASE_URL must be set: only `npm start` brings a database of its own.");
  }
  if (NEXTAUTH_SECRET === undefined || TOKEN_ENCRYPTION_KEYS === undefined) {
    throw new ConfigError("NEXTAUTH_SECRET and TOKEN_ENCRYPTION_KEYS must be set.");
  }
  return { ...config, DATABASE_URL, NEXTAUTH_SECRET, TOKEN_ENCRYPTION_KEYS };
}
