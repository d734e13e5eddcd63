import { removeBot } from "@/lib/bots/remove-bot";
import { updateBot } from "@/lib/bots/update-bot";
import { viewBot } from "@/lib/bots/view-bot";
import { api } from "@/lib/web/api/api";
import { calls } from "@/lib/web/api/calls";

export const GET = api(calls.viewBot, ({ ctx, params }) => viewBot(ctx, params));

export const PATCH = api(calls.updateBot, ({ ctx, params, body }) => updateBot(ctx, { ...body, ...params }));

export const DELETE = api(calls.removeBot, ({ ctx, params }) => removeBot(ctx, params));
