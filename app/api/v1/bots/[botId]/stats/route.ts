import { botStats } from "@/lib/bots/bot-stats";
import { api } from "@/lib/web/api/api";
import { calls } from "@/lib/web/api/calls";

export const GET = api(calls.botStats, ({ ctx, params, query }) => botStats(ctx, { ...query, ...params }));
