import { getReplies } from "@/lib/replies/get-replies";
import { putReplies } from "@/lib/replies/put-replies";
import { api } from "@/lib/web/api/api";
import { calls } from "@/lib/web/api/calls";

export const GET = api(calls.getReplies, ({ ctx, params }) => getReplies(ctx, params));

export const PUT = api(calls.putReplies, ({ ctx, params, body }) => putReplies(ctx, { ...body, ...params }));
