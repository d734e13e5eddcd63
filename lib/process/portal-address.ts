import type { Config } from "../config/env";

/** Where people reach the portal: NEXTAUTH_URL, else this machine. */
export function portalAddress({ NEXTAUTH_URL, HOST, PORT }: Config): string {
  const everywhere = HOST === "0.0.0.0" || HOST === "::" || HOST === "127.0.0.1";
  const host = HOST.includes(":") ? `[${HOST}]` : HOST;
  return NEXTAUTH_URL ?? `http://${everywhere ? "localhost" : host}:${PORT}`;
}
