import type { Config } from "../config/env";
import { tryToListen } from "../core/ports";
import { ExpectedFailure } from "./plain-english";

/**
 * Looks whether our ports are free before anything is started.
 *
 * @throws ExpectedFailure that names the variable to change.
 */
export async function assertPortsFree(config: Config): Promise<void> {
  const ports = [
    ["PORT", config.PORT, config.HOST],
    ["SIDECAR_PORT", config.SIDECAR_PORT, config.SIDECAR_HOST],
  ] as const;
  if (config.PORT !== 0 && config.PORT === config.SIDECAR_PORT) {
    throw new ExpectedFailure(`PORT and SIDECAR_PORT are both ${config.PORT}: set one of them to another.`);
  }
  for (const [variable, port, host] of ports) {
    const code = await tryToListen(port, host);
    if (code === "EADDRINUSE") {
      throw new ExpectedFailure(`Port ${port} is in use by another program: set ${variable} to a free one.`);
    }
    if (code === "EACCES") {
      throw new ExpectedFailure(
        `Port ${port} needs rights that we have not: set ${variable} to one above 1023.`,
      );
    }
    if (code !== undefined) {
      throw new ExpectedFailure(
        `Nothing can listen at ${host}, port ${port} (${code}): set HOST or ${variable}.`,
      );
    }
  }
}
