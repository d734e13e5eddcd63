import type { Actor, TenantContext } from "../context";
import type { Portal } from "./runtime";

/** The verbs' context for somebody, out of this process's services. */
export function tenantContext(runtime: Portal, actor: Actor, client: string): TenantContext {
  const { config, data, log, clock, vault, telegram, expressions, mail } = runtime;
  return { config, data, log, clock, vault, telegram, expressions, mail, actor, client };
}
