"use server";

import { z } from "zod";
import { actOnFleet, actOnFleetInput } from "@/lib/bots/act-on-fleet";
import { chooseFleet } from "@/lib/bots/fleet";
import { fleetWebhookInfo } from "@/lib/bots/fleet-webhook-info";
import { rowId } from "@/lib/core/row-id";
import { action } from "@/lib/web/action";
import { pageSentences } from "@/lib/web/page-language";
import { fleetChoiceSchema } from "./address";

/** A few bots of a longer list: the page calls it again and again, and shows how far it has come. */
export const actOnFleetAction = action(actOnFleetInput, async (ctx, input) => {
  const { results } = await actOnFleet(ctx, input);
  const say = await pageSentences();
  return { results: results.map((one) => ({ ...one, message: one.message && say(one.message) })) };
});

export const chooseFleetAction = action(fleetChoiceSchema, (ctx, input) => chooseFleet(ctx, input));

export const webhookInfoAction = action(z.strictObject({ botId: rowId }), (ctx, input) =>
  fleetWebhookInfo(ctx, input),
);
