-- AlterTable
ALTER TABLE "users" ADD COLUMN     "alert_mail" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "alerts_muted" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "alerts_tried_at" TIMESTAMPTZ(3),
ADD COLUMN     "last_language" TEXT;

-- CreateTable
CREATE TABLE "alerts" (
    "bot_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),
    "told_at" TIMESTAMPTZ(3),

    CONSTRAINT "alerts_pkey" PRIMARY KEY ("bot_id","kind")
);

-- AddForeignKey
ALTER TABLE "alerts" ADD CONSTRAINT "alerts_bot_id_fkey" FOREIGN KEY ("bot_id") REFERENCES "user_bots"("id") ON DELETE CASCADE ON UPDATE CASCADE;
