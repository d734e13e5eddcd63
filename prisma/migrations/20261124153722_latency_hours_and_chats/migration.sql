-- AlterTable
ALTER TABLE "bot_minutes" ADD COLUMN     "latency" INTEGER[] DEFAULT ARRAY[]::INTEGER[];

-- CreateTable
CREATE TABLE "bot_hours" (
    "bot_id" INTEGER NOT NULL,
    "hour" TIMESTAMPTZ(0) NOT NULL,
    "kind" TEXT NOT NULL,
    "door" "door" NOT NULL,
    "updates" INTEGER NOT NULL DEFAULT 0,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "max_ms" INTEGER NOT NULL DEFAULT 0,
    "latency" INTEGER[] DEFAULT ARRAY[]::INTEGER[],

    CONSTRAINT "bot_hours_pkey" PRIMARY KEY ("bot_id","hour","kind","door")
);

-- CreateTable
CREATE TABLE "chat_sketches" (
    "bot_id" INTEGER NOT NULL,
    "hour" TIMESTAMPTZ(0) NOT NULL,
    "process_id" INTEGER NOT NULL,
    "sketch" BYTEA NOT NULL,

    CONSTRAINT "chat_sketches_pkey" PRIMARY KEY ("bot_id","hour","process_id")
);

-- CreateIndex
CREATE INDEX "bot_hours_hour_idx" ON "bot_hours" USING BRIN ("hour");

-- CreateIndex
CREATE INDEX "chat_sketches_hour_idx" ON "chat_sketches" USING BRIN ("hour");
