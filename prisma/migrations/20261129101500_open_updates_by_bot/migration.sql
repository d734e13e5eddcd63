-- Open updates are asked for by bot, or taken in the order of bots and their updates. By time the whole index had to
-- be read for one bot's, with an entry for each update that was closed since the last vacuum.
DROP INDEX "updates_open_idx";
CREATE INDEX "updates_open_idx" ON "updates" ("bot_id", "update_id") WHERE "state" = 'open';
