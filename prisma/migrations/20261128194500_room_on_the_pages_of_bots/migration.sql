-- Last-update times and leases are written for thousands of bots in one statement: with room for a second version of each
-- row on its page none of them touches an index (HOT).
ALTER TABLE user_bots SET (fillfactor = 45);
