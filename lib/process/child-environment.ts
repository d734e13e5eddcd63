import { servingSettings } from "../config/env";
import { systemEnvironment } from "./system-environment.mjs";

type Environment = Readonly<Record<string, string | undefined>>;

/** What makes the first admin and prints their link; it migrates too. */
const preparing = ["ADMIN_EMAIL", "ADMIN_PASSWORD", "DATABASE_URL", "HOST", "NEXTAUTH_URL", "PORT"];

/**
 * The environment of a process that we start: what the system and PostgreSQL's client read, and the settings it needs.
 * Nothing else: who can look into the process finds no password there that it never asks for.
 */
export function childEnvironment(
  child: "prepare" | "serving",
  env: Environment,
): Record<string, string | undefined> {
  const settings = child === "prepare" ? preparing : servingSettings;
  const ours = Object.entries(env).filter(([name]) => settings.includes(name) || /^PG[A-Z]/.test(name));
  return { ...systemEnvironment(env), ...Object.fromEntries(ours) };
}
