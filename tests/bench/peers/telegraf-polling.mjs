// Telegraf's own polling, a bot a poll: answers /start, stores nothing.
import { readFileSync } from "node:fs";
import { Telegraf } from "telegraf";

for (const { id, token, username } of JSON.parse(readFileSync(process.env.PEER_BOTS, "utf8"))) {
  const bot = new Telegraf(token, { telegram: { apiRoot: process.env.TELEGRAM_API_ROOT } });
  bot.botInfo = { id, is_bot: true, first_name: "Peer", username };
  bot.start((ctx) => ctx.reply("Hello!"));
  bot.launch().catch((error) => {
    console.error(String(error));
    process.exit(1);
  });
}
process.send({});
process.on("SIGTERM", () => process.exit(0));
process.on("disconnect", () => process.exit(0));
