-- AlterTable
ALTER TABLE "api_keys" ADD COLUMN     "expires_at" TIMESTAMPTZ(3),
ADD COLUMN     "scopes" TEXT[] DEFAULT ARRAY['all']::TEXT[];

-- AlterTable
ALTER TABLE "one_time_tokens" ADD COLUMN     "user_id" INTEGER;

-- AlterTable
ALTER TABLE "users" ADD COLUMN     "totp_enabled_at" TIMESTAMPTZ(3),
ADD COLUMN     "totp_last_step" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "totp_secret" TEXT,
ADD COLUMN     "totp_started_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "recovery_codes" (
    "code_hash" TEXT NOT NULL,
    "user_id" INTEGER NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "recovery_codes_pkey" PRIMARY KEY ("code_hash")
);

-- CreateTable
CREATE TABLE "sessions" (
    "id" UUID NOT NULL,
    "user_id" INTEGER NOT NULL,
    "epoch" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "address" TEXT NOT NULL,
    "user_agent" TEXT NOT NULL,

    CONSTRAINT "sessions_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "recovery_codes_user_id_idx" ON "recovery_codes"("user_id");

-- CreateIndex
CREATE INDEX "sessions_user_id_idx" ON "sessions"("user_id");

-- AddForeignKey
ALTER TABLE "recovery_codes" ADD CONSTRAINT "recovery_codes_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- By hand: every process keeps who is signed in for some seconds, and forgets a person when it hears their
-- number on hookline_people.
CREATE FUNCTION announce_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('hookline_people', OLD.id::text);
  RETURN NULL;
END $$;

CREATE TRIGGER announce_person_gone AFTER DELETE ON users FOR EACH ROW EXECUTE FUNCTION announce_person();

CREATE TRIGGER announce_person_change AFTER UPDATE OF email, name, role, disabled_at, sessions_valid_after
  ON users FOR EACH ROW
  WHEN ((OLD.email, OLD.name, OLD.role, OLD.disabled_at, OLD.sessions_valid_after)
    IS DISTINCT FROM (NEW.email, NEW.name, NEW.role, NEW.disabled_at, NEW.sessions_valid_after))
  EXECUTE FUNCTION announce_person();

CREATE FUNCTION announce_session() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('hookline_people', OLD.user_id::text);
  RETURN NULL;
END $$;

CREATE TRIGGER announce_session_end AFTER DELETE OR UPDATE OF epoch ON sessions
  FOR EACH ROW EXECUTE FUNCTION announce_session();
