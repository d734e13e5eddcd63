import { sendMessage } from "@/lib/bots/send-message";
import { api } from "@/lib/web/api/api";
import { calls } from "@/lib/web/api/calls";

export const POST = api(calls.sendMessage, ({ ctx, params, body }) =>
  sendMessage(ctx, { ...body, ...params }),
);
