import { botHealth } from "@/lib/bots/bot-health";
import { api } from "@/lib/web/api/api";
import { calls } from "@/lib/web/api/calls";

export const GET = api(calls.botHealth, ({ ctx, params }) => botHealth(ctx, params));
