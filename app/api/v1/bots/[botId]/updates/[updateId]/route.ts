import { viewUpdate } from "@/lib/bots/view-update";
import { api } from "@/lib/web/api/api";
import { calls } from "@/lib/web/api/calls";

export const GET = api(calls.viewUpdate, ({ ctx, params }) => viewUpdate(ctx, params));
