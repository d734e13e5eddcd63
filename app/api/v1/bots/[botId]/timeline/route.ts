import { botTimeline } from "@/lib/bots/bot-timeline";
import { api } from "@/lib/web/api/api";
import { calls } from "@/lib/web/api/calls";

export const GET = api(calls.botTimeline, ({ ctx, params, query }) =>
  botTimeline(ctx, { ...query, ...params }),
);
