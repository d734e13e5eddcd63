-- AlterTable
ALTER TABLE "user_bots" ADD COLUMN     "conflict_kind" TEXT,
ADD COLUMN     "conflict_since" TIMESTAMPTZ(3),
ADD COLUMN     "conflict_url" TEXT,
ADD COLUMN     "failing_since" TIMESTAMPTZ(3),
ADD COLUMN     "fallback_since" TIMESTAMPTZ(3),
ADD COLUMN     "next_recovery_at" TIMESTAMPTZ(3),
ADD COLUMN     "pending_since" TIMESTAMPTZ(3),
ADD COLUMN     "poll_failing_since" TIMESTAMPTZ(3),
ADD COLUMN     "poll_failure" TEXT,
ADD COLUMN     "previous_pending" INTEGER,
ADD COLUMN     "recovery_tries" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "took_back_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "canary_minutes" (
    "minute" TIMESTAMPTZ(0) NOT NULL,
    "well" INTEGER NOT NULL DEFAULT 0,
    "dead" INTEGER NOT NULL DEFAULT 0,
    "sum_ms" INTEGER NOT NULL DEFAULT 0,
    "max_ms" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "canary_minutes_pkey" PRIMARY KEY ("minute")
);
