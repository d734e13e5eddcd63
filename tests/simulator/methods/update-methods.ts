import { getUpdates } from "../polling";
import { setWebhook } from "../set-webhook";
import { webhookInfo } from "../webhook-info";
import { answer, type Method } from "./method";

/** How a bot gets its updates. */
export const updateMethods: Method[] = [
  {
    name: "getUpdates",
    async run({ world, bot, params }) {
      return { json: await getUpdates(world, bot, params) };
    },
  },
  {
    name: "setWebhook",
    async run({ world, bot, params }) {
      return answer(true, await setWebhook(world, bot, params.text("url").trim(), params));
    },
  },
  {
    name: "deleteWebhook",
    async run({ world, bot, params }) {
      return answer(true, await setWebhook(world, bot, "", params));
    },
  },
  { name: "getWebhookInfo", run: ({ bot }) => answer(webhookInfo(bot)) },
];
