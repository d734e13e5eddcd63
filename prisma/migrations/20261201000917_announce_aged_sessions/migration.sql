-- By hand: a session that is made older, by whatever hand, ends sooner than every process thinks that keeps it.
-- A use makes it younger, and announces nothing.
CREATE TRIGGER announce_session_aged AFTER UPDATE OF created_at, last_seen_at ON sessions
  FOR EACH ROW
  WHEN (NEW.created_at < OLD.created_at OR NEW.last_seen_at < OLD.last_seen_at)
  EXECUTE FUNCTION announce_session();
