import { dropPending } from "@/lib/bots/drop-pending";
import { api } from "@/lib/web/api/api";
import { calls } from "@/lib/web/api/calls";

export const POST = api(calls.dropPending, ({ ctx, params }) => dropPending(ctx, params));
