import { listQuarantine } from "@/lib/bots/list-quarantine";
import { api } from "@/lib/web/api/api";
import { calls } from "@/lib/web/api/calls";

export const GET = api(calls.listQuarantine, ({ ctx, params }) => listQuarantine(ctx, params));
