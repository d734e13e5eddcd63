-- How often a reply's expression took too long; the third time switches the reply off.
ALTER TABLE "replies" ADD COLUMN "overruns" SMALLINT NOT NULL DEFAULT 0;

-- Alerts ask every few seconds which bots have a reply that was switched off: nearly none.
CREATE INDEX "replies_switched_off_idx" ON "replies" ("bot_id") WHERE "overruns" >= 3 AND NOT "enabled";
