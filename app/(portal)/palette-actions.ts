"use server";

import { z } from "zod";
import { findBots } from "@/lib/bots/find-bots";
import { action } from "@/lib/web/action";

export const findBotsAction = action(z.strictObject({ text: z.string().max(100) }), findBots);
