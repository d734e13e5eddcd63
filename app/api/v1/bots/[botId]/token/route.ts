import { rotateToken } from "@/lib/bots/rotate-token";
import { api } from "@/lib/web/api/api";
import { calls } from "@/lib/web/api/calls";

export const PUT = api(calls.rotateToken, ({ ctx, params, body }) =>
  rotateToken(ctx, { ...body, ...params }),
);
