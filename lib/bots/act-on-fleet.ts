import { z } from "zod";
import { assertAdmin } from "../accounts/assert-admin";
import type { TenantContext } from "../context";
import { HooklineError, isHooklineError } from "../core/errors";
import { rowId } from "../core/row-id";
import { recordAudit } from "../data/audit";
import { type BotEntity, findBot } from "../data/bots";
import { lookAtBot } from "../transport/look-at-bot";
import type { PatchBotInput } from "./schemas";
import { changeBot } from "./update-bot";

const acts = ["pause", "resume", "webhook", "polling", "look"] as const;
export type FleetAct = (typeof acts)[number];

/** Bots of one call: few enough that a request ends within seconds; who chose more sends more calls. */
const maxAtOnce = 20;
/** Of those, so many are done side by side. */
const sideBySide = 5;

export const actOnFleetInput = z.strictObject({
  act: z.enum(acts),
  botIds: z
    .array(rowId)
    .min(1, "Choose at least one bot.")
    .max(maxAtOnce, `At most ${maxAtOnce} bots in one call.`)
    .transform((ids) => [...new Set(ids)]),
});

const patches: Record<Exclude<FleetAct, "look">, PatchBotInput> = {
  pause: { enabled: false },
  resume: { enabled: true },
  webhook: { mode: "webhook" },
  polling: { mode: "polling" },
};

/** What became of one bot. */
export interface FleetActResult {
  botId: number;
  ok: boolean;
  /** Why not; null where it went well. */
  message: string | null;
}

/**
 * Does the same to several bots of any tenants. Each has a result of its own: one bot's failure stops no
 * other. Every one is in the audit log.
 *
 * @throws HooklineError forbidden.
 */
export async function actOnFleet(
  ctx: TenantContext,
  { act, botIds }: z.output<typeof actOnFleetInput>,
): Promise<{ results: FleetActResult[] }> {
  assertAdmin(ctx);
  const results: FleetActResult[] = [];
  const queue = [...botIds];
  const worker = async () => {
    for (let botId = queue.shift(); botId !== undefined; botId = queue.shift()) {
      results.push(await actOnOne(ctx, act, botId));
    }
  };
  await Promise.all(Array.from({ length: sideBySide }, worker));
  const place = new Map(botIds.map((id, i) => [id, i]));
  results.sort((a, b) => (place.get(a.botId) ?? 0) - (place.get(b.botId) ?? 0));
  return { results };
}

async function actOnOne(ctx: TenantContext, act: FleetAct, botId: number): Promise<FleetActResult> {
  const message = await messageOf(ctx, act, botId);
  await recordAudit(ctx.data, {
    userId: ctx.actor.userId,
    action: `fleet.${act}`,
    botId,
    detail: message === null ? { ok: true } : { ok: false, message },
  });
  return { botId, ok: message === null, message };
}

async function messageOf(ctx: TenantContext, act: FleetAct, botId: number): Promise<string | null> {
  const bot = await findBot(ctx.data, botId);
  if (!bot) return "There is no such bot.";
  try {
    await (act === "look" ? look(ctx, bot) : changeBot(ctx, bot, patches[act], "admin"));
    return null;
  } catch (error) {
    if (isHooklineError(error)) return error.message;
    ctx.log.error({ err: error, bot: botId, act }, "fleet: an act failed");
    return "It failed on our side; the log says why.";
  }
}

async function look(ctx: TenantContext, bot: BotEntity): Promise<void> {
  if (bot.status === "unauthorized") {
    throw new HooklineError("bot_unauthorized", "Telegram no longer accepts this bot's token.");
  }
  if (!(await lookAtBot(ctx, bot))) {
    throw new HooklineError("telegram_unreachable", "Telegram did not answer, or refused the token.");
  }
}
