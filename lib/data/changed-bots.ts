/** Bots named in one notification, of which PostgreSQL takes 8,000 bytes. */
const botsANotification = 500;

/** SQL that tells open pages, on `hookline_verdicts`, that the bots whose ids are in `rows.id` look different now. */
export const tellChanged = (
  rows: string,
): string => `SELECT pg_notify('hookline_verdicts', jsonb_agg(id)::text)
  FROM (SELECT id, row_number() OVER () / ${botsANotification} AS slice FROM ${rows}) numbered GROUP BY slice`;
