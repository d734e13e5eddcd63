// grammY's runner with a poll a bot, as its manual has it: answers /start, stores nothing.
import { readFileSync } from "node:fs";
import { run } from "@grammyjs/runner";
import { Bot } from "grammy";

for (const { id, token, username } of JSON.parse(readFileSync(process.env.PEER_BOTS, "utf8"))) {
  const botInfo = { id, is_bot: true, first_name: "Peer", username };
  const bot = new Bot(token, { botInfo, client: { apiRoot: process.env.TELEGRAM_API_ROOT } });
  bot.command("start", (ctx) => ctx.reply("Hello!"));
  run(bot, { runner: { fetch: { timeout: 50 } } });
}
process.send({});
process.on("SIGTERM", () => process.exit(0));
process.on("disconnect", () => process.exit(0));
