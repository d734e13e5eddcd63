// Telegraf's own webhook, one bot: checks the secret, answers /start in the response as far as it can, stores nothing.
import { createServer } from "node:http";
import { Telegraf } from "telegraf";

const bot = new Telegraf("1:peer", { telegram: { webhookReply: true } });
bot.botInfo = {
  id: 1,
  is_bot: true,
  first_name: "Peer",
  username: "peer_bot",
  can_join_groups: true,
  can_read_all_group_messages: false,
  supports_inline_queries: false,
};
// Of the sending methods Telegraf puts only this one into the webhook's answer.
bot.start((ctx) => ctx.sendChatAction("typing"));
const server = createServer(bot.webhookCallback("/webhook/1", { secretToken: process.env.PEER_SECRET }));
server.listen(0, "127.0.0.1", () => process.send({ port: server.address().port }));
process.on("disconnect", () => process.exit(0));
