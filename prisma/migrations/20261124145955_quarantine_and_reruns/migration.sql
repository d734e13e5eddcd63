-- AlterEnum
ALTER TYPE "update_state" ADD VALUE 'quarantined';

-- CreateTable
CREATE TABLE "quarantined_chats" (
    "bot_id" INTEGER NOT NULL,
    "chat_id" BIGINT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "reason" TEXT NOT NULL,
    "releasing_since" TIMESTAMPTZ(3),

    CONSTRAINT "quarantined_chats_pkey" PRIMARY KEY ("bot_id","chat_id")
);

-- CreateTable
CREATE TABLE "reruns" (
    "id" BIGSERIAL NOT NULL,
    "bot_id" INTEGER NOT NULL,
    "update_id" BIGINT NOT NULL,
    "chat_id" BIGINT,
    "attempt" SMALLINT NOT NULL,
    "requested_at" TIMESTAMPTZ(3),
    "requested_by" INTEGER,
    "tried_at" TIMESTAMPTZ(3),
    "done_at" TIMESTAMPTZ(3),
    "before_state" "update_state",
    "before_error" TEXT,
    "before_actions" TEXT,
    "before_handled_at" TIMESTAMPTZ(3),

    CONSTRAINT "reruns_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "reruns_done_at_bot_id_update_id_idx" ON "reruns"("done_at", "bot_id", "update_id");

-- CreateIndex
CREATE UNIQUE INDEX "reruns_bot_id_update_id_attempt_key" ON "reruns"("bot_id", "update_id", "attempt");

-- AddForeignKey
ALTER TABLE "quarantined_chats" ADD CONSTRAINT "quarantined_chats_bot_id_fkey" FOREIGN KEY ("bot_id") REFERENCES "user_bots"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reruns" ADD CONSTRAINT "reruns_bot_id_fkey" FOREIGN KEY ("bot_id") REFERENCES "user_bots"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Every process keeps the chats that are set aside with the bot, so that no update costs a query.
CREATE FUNCTION announce_bot_of_chat() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('hookline_bots', coalesce(NEW.bot_id, OLD.bot_id)::text);
  RETURN NULL;
END $$;

CREATE TRIGGER announce_quarantined_chat AFTER INSERT OR UPDATE OR DELETE ON quarantined_chats
  FOR EACH ROW EXECUTE FUNCTION announce_bot_of_chat();
