import { listBots } from "@/lib/bots/list-bots";
import { registerBot } from "@/lib/bots/register-bot";
import { api } from "@/lib/web/api/api";
import { calls } from "@/lib/web/api/calls";

export const GET = api(calls.listBots, ({ ctx, query }) => listBots(ctx, query));

export const POST = api(calls.registerBot, ({ ctx, body }) => registerBot(ctx, body));
