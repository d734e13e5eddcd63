-- CreateEnum
CREATE TYPE "role" AS ENUM ('tenant', 'admin');

-- CreateEnum
CREATE TYPE "bot_mode" AS ENUM ('webhook', 'polling');

-- CreateEnum
CREATE TYPE "door" AS ENUM ('webhook', 'polling', 'none');

-- CreateEnum
CREATE TYPE "bot_status" AS ENUM ('active', 'paused', 'unauthorized', 'conflict');

-- CreateEnum
CREATE TYPE "update_state" AS ENUM ('open', 'handled', 'dead');

-- CreateEnum
CREATE TYPE "trigger_type" AS ENUM ('command', 'keyword', 'regex', 'any');

-- CreateTable
CREATE TABLE "users" (
    "id" SERIAL NOT NULL,
    "email" TEXT NOT NULL,
    "password_hash" TEXT NOT NULL,
    "name" TEXT,
    "role" "role" NOT NULL DEFAULT 'tenant',
    "disabled_at" TIMESTAMPTZ(3),
    "sessions_valid_after" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_keys" (
    "id" SERIAL NOT NULL,
    "user_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "key_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_keys_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "one_time_tokens" (
    "token_hash" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "email" TEXT,
    "role" "role" NOT NULL DEFAULT 'tenant',
    "created_by" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "one_time_tokens_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "rate_limits" (
    "key" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "window_end" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "rate_limits_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "user_bots" (
    "id" SERIAL NOT NULL,
    "owner_id" INTEGER NOT NULL,
    "telegram_id" BIGINT NOT NULL,
    "username" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "token_cipher" TEXT NOT NULL,
    "token_key_id" TEXT NOT NULL,
    "token_fingerprint" TEXT NOT NULL,
    "mode" "bot_mode" NOT NULL,
    "active_door" "door" NOT NULL DEFAULT 'none',
    "status" "bot_status" NOT NULL DEFAULT 'active',
    "door_reason" TEXT,
    "door_changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "switching_since" TIMESTAMPTZ(3),
    "fallback_enabled" BOOLEAN NOT NULL DEFAULT true,
    "allowed_updates" TEXT[],
    "max_connections" INTEGER NOT NULL DEFAULT 40,
    "webhook_enabled" BOOLEAN NOT NULL DEFAULT false,
    "webhook_secret" TEXT,
    "webhook_url" TEXT,
    "webhook_set_at" TIMESTAMPTZ(3),
    "last_webhook_update" TIMESTAMPTZ(3),
    "last_polling_update" TIMESTAMPTZ(3),
    "pending_count" INTEGER,
    "last_error_at" TIMESTAMPTZ(3),
    "last_error_message" TEXT,
    "checked_at" TIMESTAMPTZ(3),
    "poll_offset" BIGINT NOT NULL DEFAULT 0,
    "last_poll_at" TIMESTAMPTZ(3),
    "poll_error" TEXT,
    "lease_owner" INTEGER,
    "lease_expires_at" TIMESTAMPTZ(3),
    "lease_fence" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "user_bots_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "replies" (
    "id" SERIAL NOT NULL,
    "bot_id" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "trigger_type" "trigger_type" NOT NULL,
    "trigger_value" TEXT,
    "text" TEXT NOT NULL,
    "parse_mode" TEXT,
    "buttons" JSONB,
    "language" TEXT,
    "enabled" BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT "replies_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "updates" (
    "bot_id" INTEGER NOT NULL,
    "update_id" BIGINT NOT NULL,
    "kind" TEXT NOT NULL,
    "chat_id" BIGINT,
    "door" "door" NOT NULL,
    "payload" TEXT NOT NULL,
    "state" "update_state" NOT NULL DEFAULT 'open',
    "attempts" SMALLINT NOT NULL DEFAULT 0,
    "held_by" INTEGER NOT NULL,
    "error" TEXT,
    "actions" TEXT,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "handled_at" TIMESTAMPTZ(3),

    CONSTRAINT "updates_pkey" PRIMARY KEY ("bot_id","update_id")
);

-- CreateTable
CREATE TABLE "bot_minutes" (
    "bot_id" INTEGER NOT NULL,
    "minute" TIMESTAMPTZ(0) NOT NULL,
    "kind" TEXT NOT NULL,
    "door" "door" NOT NULL,
    "updates" INTEGER NOT NULL DEFAULT 0,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "handle_ms" INTEGER NOT NULL DEFAULT 0,
    "max_ms" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "bot_minutes_pkey" PRIMARY KEY ("bot_id","minute","kind","door")
);

-- CreateTable
CREATE TABLE "transport_events" (
    "id" BIGSERIAL NOT NULL,
    "bot_id" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "from_door" "door" NOT NULL,
    "to_door" "door" NOT NULL,
    "status" "bot_status" NOT NULL,
    "reason" TEXT NOT NULL,
    "actor" TEXT NOT NULL,

    CONSTRAINT "transport_events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_log" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "user_id" INTEGER,
    "action" TEXT NOT NULL,
    "bot_id" INTEGER,
    "detail" JSONB,

    CONSTRAINT "audit_log_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "process_heartbeats" (
    "id" SERIAL NOT NULL,
    "kind" TEXT NOT NULL,
    "host" TEXT NOT NULL,
    "pid" INTEGER NOT NULL,
    "version" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "facts" JSONB,

    CONSTRAINT "process_heartbeats_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "deployment_facts" (
    "key" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "deployment_facts_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE UNIQUE INDEX "users_email_key" ON "users"("email");

-- CreateIndex
CREATE UNIQUE INDEX "api_keys_key_hash_key" ON "api_keys"("key_hash");

-- CreateIndex
CREATE INDEX "api_keys_user_id_idx" ON "api_keys"("user_id");

-- CreateIndex
CREATE INDEX "one_time_tokens_purpose_idx" ON "one_time_tokens"("purpose");

-- CreateIndex
CREATE INDEX "rate_limits_window_end_idx" ON "rate_limits"("window_end");

-- CreateIndex
CREATE UNIQUE INDEX "user_bots_telegram_id_key" ON "user_bots"("telegram_id");

-- CreateIndex
CREATE UNIQUE INDEX "user_bots_token_fingerprint_key" ON "user_bots"("token_fingerprint");

-- CreateIndex
CREATE INDEX "user_bots_owner_id_id_idx" ON "user_bots"("owner_id", "id");

-- CreateIndex
CREATE INDEX "user_bots_active_door_idx" ON "user_bots"("active_door");

-- CreateIndex
CREATE UNIQUE INDEX "replies_bot_id_position_key" ON "replies"("bot_id", "position");

-- CreateIndex
CREATE INDEX "updates_received_at_idx" ON "updates" USING BRIN ("received_at");

-- CreateIndex
CREATE INDEX "bot_minutes_minute_idx" ON "bot_minutes" USING BRIN ("minute");

-- CreateIndex
CREATE INDEX "transport_events_bot_id_id_idx" ON "transport_events"("bot_id", "id");

-- CreateIndex
CREATE INDEX "audit_log_user_id_id_idx" ON "audit_log"("user_id", "id");

-- CreateIndex
CREATE INDEX "process_heartbeats_seen_at_idx" ON "process_heartbeats"("seen_at");

-- AddForeignKey
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "user_bots" ADD CONSTRAINT "user_bots_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "replies" ADD CONSTRAINT "replies_bot_id_fkey" FOREIGN KEY ("bot_id") REFERENCES "user_bots"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "transport_events" ADD CONSTRAINT "transport_events_bot_id_fkey" FOREIGN KEY ("bot_id") REFERENCES "user_bots"("id") ON DELETE CASCADE ON UPDATE CASCADE;
