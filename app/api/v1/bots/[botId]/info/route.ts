import { botInfo } from "@/lib/bots/bot-info";
import { api } from "@/lib/web/api/api";
import { calls } from "@/lib/web/api/calls";

export const GET = api(calls.botInfo, ({ ctx, params }) => botInfo(ctx, params));
