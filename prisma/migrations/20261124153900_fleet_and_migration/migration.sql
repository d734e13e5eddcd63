-- CreateEnum
CREATE TYPE "migration_state" AS ENUM ('running', 'paused', 'rolling_back', 'halted', 'cancelled', 'done');

-- CreateEnum
CREATE TYPE "migration_bot_state" AS ENUM ('waiting', 'moving', 'moved', 'returning', 'returned', 'skipped');

-- AlterTable
ALTER TABLE "user_bots" ADD COLUMN     "mode_chosen" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "fleet_minutes" (
    "minute" TIMESTAMPTZ(0) NOT NULL,
    "healthy" INTEGER NOT NULL,
    "degraded" INTEGER NOT NULL,
    "down" INTEGER NOT NULL,
    "unknown" INTEGER NOT NULL,
    "webhook" INTEGER NOT NULL,
    "polling" INTEGER NOT NULL,
    "closed" INTEGER NOT NULL,
    "updates" INTEGER NOT NULL,
    "failures" INTEGER NOT NULL,

    CONSTRAINT "fleet_minutes_pkey" PRIMARY KEY ("minute")
);

-- CreateTable
CREATE TABLE "call_failures" (
    "bot_id" INTEGER NOT NULL,
    "method" TEXT NOT NULL,
    "error" TEXT NOT NULL,
    "code" INTEGER NOT NULL,
    "times" INTEGER NOT NULL DEFAULT 1,
    "first_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "call_failures_pkey" PRIMARY KEY ("bot_id","method","error")
);

-- CreateTable
CREATE TABLE "migration_runs" (
    "id" SERIAL NOT NULL,
    "active" BOOLEAN DEFAULT true,
    "state" "migration_state" NOT NULL DEFAULT 'running',
    "ends_as" "migration_state",
    "phase" TEXT NOT NULL,
    "wave" INTEGER NOT NULL DEFAULT 1,
    "last_wave" INTEGER NOT NULL,
    "watched_since" TIMESTAMPTZ(3),
    "watch_ms" INTEGER NOT NULL,
    "threshold_percent" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "started_by" INTEGER,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "migration_runs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "migration_bots" (
    "run_id" INTEGER NOT NULL,
    "bot_id" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "wave" INTEGER NOT NULL,
    "state" "migration_bot_state" NOT NULL DEFAULT 'waiting',
    "claimed_by" INTEGER,
    "moved_at" TIMESTAMPTZ(3),
    "note" TEXT,

    CONSTRAINT "migration_bots_pkey" PRIMARY KEY ("run_id","bot_id")
);

-- CreateIndex
CREATE INDEX "call_failures_last_at_idx" ON "call_failures"("last_at");

-- CreateIndex
CREATE UNIQUE INDEX "migration_runs_active_key" ON "migration_runs"("active");

-- CreateIndex
CREATE INDEX "migration_bots_run_id_wave_state_position_idx" ON "migration_bots"("run_id", "wave", "state", "position");

-- CreateIndex
CREATE INDEX "migration_bots_bot_id_idx" ON "migration_bots"("bot_id");

-- CreateIndex
CREATE INDEX "audit_log_action_id_idx" ON "audit_log"("action", "id");

-- CreateIndex
CREATE INDEX "audit_log_bot_id_id_idx" ON "audit_log"("bot_id", "id");

-- AddForeignKey
ALTER TABLE "call_failures" ADD CONSTRAINT "call_failures_bot_id_fkey" FOREIGN KEY ("bot_id") REFERENCES "user_bots"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "migration_bots" ADD CONSTRAINT "migration_bots_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "migration_runs"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "migration_bots" ADD CONSTRAINT "migration_bots_bot_id_fkey" FOREIGN KEY ("bot_id") REFERENCES "user_bots"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Whoever once switched a bot to polling by hand meant it.
UPDATE "user_bots" b SET "mode_chosen" = true
WHERE "mode" = 'polling' AND EXISTS (
  SELECT 1 FROM "transport_events" e
  WHERE e."bot_id" = b."id" AND e."actor" = 'tenant' AND e."reason" = 'Switched to polling by its owner.');
