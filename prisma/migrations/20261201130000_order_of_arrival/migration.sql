-- Order of arrival: Telegram's numbers begin anew, often lower, so a bot's raise is added to them. The key column keeps
-- its name and holds the sum. No table is rewritten.
ALTER TABLE "updates" ADD COLUMN "raised_by" BIGINT NOT NULL DEFAULT 0;
ALTER TABLE "user_bots" ADD COLUMN "raised_by" BIGINT NOT NULL DEFAULT 0, ADD COLUMN "last_arrival" BIGINT;

-- CreateTable
CREATE TABLE "arrival_bases" (
    "bot_id" INTEGER NOT NULL,
    "raised_by" BIGINT NOT NULL,
    "highest" BIGINT NOT NULL,
    "last_received_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "arrival_bases_pkey" PRIMARY KEY ("bot_id","raised_by")
);

-- AddForeignKey
ALTER TABLE "arrival_bases" ADD CONSTRAINT "arrival_bases_bot_id_fkey" FOREIGN KEY ("bot_id") REFERENCES "user_bots"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Every process adds the bot's raise to Telegram's numbers: a new one is announced as the bot's other changes are.
CREATE TRIGGER announce_bot_raise AFTER UPDATE OF raised_by ON user_bots FOR EACH ROW
  WHEN (OLD.raised_by IS DISTINCT FROM NEW.raised_by) EXECUTE FUNCTION announce_bot();
