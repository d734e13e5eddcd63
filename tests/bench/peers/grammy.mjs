// grammY's own webhook, one bot: checks the secret, answers /start in the response, stores nothing.
import { createServer } from "node:http";
import { Bot, webhookCallback } from "grammy";

const botInfo = {
  id: 1,
  is_bot: true,
  first_name: "Peer",
  username: "peer_bot",
  can_join_groups: true,
  can_read_all_group_messages: false,
  supports_inline_queries: false,
};
const bot = new Bot("1:peer", {
  botInfo,
  client: { canUseWebhookReply: (method) => method === "sendMessage" },
});
bot.command("start", (ctx) => ctx.reply(`Hello, ${ctx.from.first_name}!`));
const server = createServer(webhookCallback(bot, "http", { secretToken: process.env.PEER_SECRET }));
server.listen(0, "127.0.0.1", () => process.send({ port: server.address().port }));
process.on("disconnect", () => process.exit(0));
