-- Open pages hear of an alert that begins and of one that is over for good (docs/decisions/0030-alerts.md). A hundred to
-- a notification: PostgreSQL takes 8,000 bytes.
CREATE FUNCTION announce_alerts() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE part text;
BEGIN
  FOR part IN
    SELECT jsonb_agg(jsonb_build_array(bot_id, username, kind, TG_OP = 'DELETE'))::text
    FROM (SELECT c.bot_id, b.username, c.kind, row_number() OVER (ORDER BY c.bot_id) / 100 AS slice
          FROM changed c JOIN user_bots b ON b.id = c.bot_id) numbered
    GROUP BY slice
  LOOP
    PERFORM pg_notify('hookline_alerts', part);
  END LOOP;
  RETURN NULL;
END $$;

CREATE TRIGGER announce_new_alerts AFTER INSERT ON alerts
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION announce_alerts();

CREATE TRIGGER announce_ended_alerts AFTER DELETE ON alerts
  REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION announce_alerts();
