/**
 * Locks the bots that `condition` names, lowest id first, and gives their ids as a table. Every statement that
 * writes to many bots begins with it: two that took the same rows in different orders would wait for each
 * other in a circle, until PostgreSQL breaks one of them off a second later.
 */
export const lockedBots = (condition: string): string =>
  `(SELECT id FROM user_bots WHERE ${condition} ORDER BY id FOR NO KEY UPDATE)`;
