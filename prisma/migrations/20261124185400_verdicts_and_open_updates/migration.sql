-- CreateEnum
CREATE TYPE "verdict_status" AS ENUM ('down', 'degraded', 'unknown', 'healthy');

-- AlterTable
ALTER TABLE "user_bots" ADD COLUMN     "verdict" "verdict_status" NOT NULL DEFAULT 'unknown';

-- What is open is little, whatever the table holds. Rows that are stored closed, nearly all by webhook, have no
-- entry; an open one loses its own when it is closed.
CREATE INDEX "updates_open_idx" ON "updates" ("received_at") WHERE "state" = 'open';

-- The sweep's mark, before which nothing was open, has served its time.
DELETE FROM "deployment_facts" WHERE "key" = 'sweep.closedBefore';
