import { quarantineChat } from "@/lib/bots/quarantine-chat";
import { api } from "@/lib/web/api/api";
import { calls } from "@/lib/web/api/calls";

export const PUT = api(calls.quarantineChat, ({ ctx, params, body }) =>
  quarantineChat(ctx, { ...body, ...params }),
);
