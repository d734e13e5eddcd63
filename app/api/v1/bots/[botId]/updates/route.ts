import { listUpdates } from "@/lib/bots/list-updates";
import { api } from "@/lib/web/api/api";
import { calls } from "@/lib/web/api/calls";

export const GET = api(calls.listUpdates, ({ ctx, params, query }) =>
  listUpdates(ctx, { ...query, ...params }),
);
