-- What Prisma's schema has no words for.

-- Every process keeps bots in memory and drops one when it hears the bot's id on hookline_bots. Columns that
-- change with every update or poll (last_webhook_update, poll_offset, lease_*, …) announce nothing.
CREATE FUNCTION announce_bot() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('hookline_bots', CASE WHEN TG_OP = 'DELETE' THEN OLD.id ELSE NEW.id END::text);
  RETURN NULL;
END $$;

CREATE TRIGGER announce_bot_row AFTER INSERT OR DELETE ON user_bots
  FOR EACH ROW EXECUTE FUNCTION announce_bot();

CREATE TRIGGER announce_bot_change AFTER UPDATE OF
    token_cipher, mode, active_door, status, webhook_secret, webhook_url, allowed_updates, max_connections,
    fallback_enabled, owner_id, username, name, door_reason
  ON user_bots FOR EACH ROW
  WHEN ((OLD.token_cipher, OLD.mode, OLD.active_door, OLD.status, OLD.webhook_secret, OLD.webhook_url,
         OLD.allowed_updates, OLD.max_connections, OLD.fallback_enabled, OLD.owner_id, OLD.username, OLD.name,
         OLD.door_reason)
    IS DISTINCT FROM
        (NEW.token_cipher, NEW.mode, NEW.active_door, NEW.status, NEW.webhook_secret, NEW.webhook_url,
         NEW.allowed_updates, NEW.max_connections, NEW.fallback_enabled, NEW.owner_id, NEW.username, NEW.name,
         NEW.door_reason))
  EXECUTE FUNCTION announce_bot();

CREATE FUNCTION announce_bot_of_reply() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    PERFORM pg_notify('hookline_bots', OLD.bot_id::text);
  END IF;
  IF TG_OP <> 'DELETE' THEN
    PERFORM pg_notify('hookline_bots', NEW.bot_id::text);
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER announce_reply AFTER INSERT OR UPDATE OR DELETE ON replies
  FOR EACH ROW EXECUTE FUNCTION announce_bot_of_reply();

-- Each update's row is written twice: room on its page keeps the second write off the index (HOT), and the
-- default of vacuuming after a fifth of a table would come too late for one that grows by millions.
ALTER TABLE updates SET (
  fillfactor = 85,
  autovacuum_vacuum_scale_factor = 0.02,
  autovacuum_vacuum_insert_scale_factor = 0.05
);
ALTER TABLE user_bots SET (fillfactor = 70);
