import type { TenantContext } from "../context";
import { type Phase, usualPhase } from "../fleet-move/phase";
import { readPhase } from "../fleet-move/read-phase";
import { type Deployment, readDeployment } from "./deployment";
import type { BotView } from "./schemas";

/** Which door a new bot should get here, and why. */
export interface ModeAdvice {
  mode: BotView["mode"];
  why: "public-address" | "no-address" | "address-dead" | "polling-phase";
  /** Whether a webhook can be asked for at all. */
  webhookAvailable: boolean;
  /** The public address's host, where there is one. */
  host: string | null;
}

/** Pure: the advice that follows from what is known of the deployment. */
export function modeAdvice(
  deployment: Pick<Deployment, "webhookAvailable" | "canary">,
  host: string | null,
  phase: Phase = usualPhase,
): ModeAdvice {
  const { webhookAvailable, canary } = deployment;
  if (!webhookAvailable) return { mode: "polling", why: "no-address", webhookAvailable, host };
  if (canary?.state === "dead") return { mode: "polling", why: "address-dead", webhookAvailable, host };
  if (phase === "polling-default") return { mode: "polling", why: "polling-phase", webhookAvailable, host };
  return { mode: "webhook", why: "public-address", webhookAvailable, host };
}

/** The same for this deployment, now. */
export async function recommendMode(ctx: TenantContext): Promise<ModeAdvice> {
  const { webhookBase } = ctx.config;
  const [deployment, phase] = await Promise.all([readDeployment(ctx), readPhase(ctx)]);
  return modeAdvice(deployment, webhookBase === undefined ? null : new URL(webhookBase).host, phase);
}
