import { releaseChat } from "@/lib/bots/release-chat";
import { api } from "@/lib/web/api/api";
import { calls } from "@/lib/web/api/calls";

export const POST = api(calls.releaseChat, ({ ctx, params, body }) =>
  releaseChat(ctx, { ...body, ...params }),
);
