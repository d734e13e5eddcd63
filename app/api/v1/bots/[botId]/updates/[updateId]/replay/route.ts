import { replayUpdate } from "@/lib/bots/replay-update";
import { dryRunUpdate } from "@/lib/replies/dry-run-update";
import { api } from "@/lib/web/api/api";
import { calls } from "@/lib/web/api/calls";

export const POST = api(calls.replayUpdate, ({ ctx, params, body: { dryRun, attempts } }) =>
  dryRun ? dryRunUpdate(ctx, params) : replayUpdate(ctx, { ...params, attempts }),
);
