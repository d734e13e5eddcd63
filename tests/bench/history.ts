import type { Database } from "../../lib/data/database";

/** Of all updates so many are the first bot's: one bot that is far busier than the rest. */
const busyShare = 0.2;

/**
 * A week of a fleet's past, put straight into the tables: updates in the order of their time, what they add up to by
 * minute and hour, timelines, the fleet's minutes, people and the audit log.
 */
export async function insertHistory(data: Database, bots: number, updates: number): Promise<void> {
  const query = (text: string, values: unknown[] = []) => data.pool.query(text, values);
  const slice = 500_000;
  for (let from = 0; from < updates; from += slice) {
    await query(
      `INSERT INTO updates (bot_id, update_id, kind, chat_id, door, payload, state, attempts, held_by, error, actions,
         received_at, handled_at)
       SELECT CASE WHEN n % 1000 < $4::int THEN 1 ELSE 1 + n % $3::int END, 100000000 + n,
         CASE WHEN n % 9 = 0 THEN 'callback_query' ELSE 'message' END, 1 + n % 977, 'webhook',
         '{"update_id":' || 100000000 + n || ',"message":{"message_id":' || n || ',"from":{"id":' || 1 + n % 977
           || ',"is_bot":false,"first_name":"Writer"},"chat":{"id":' || 1 + n % 977
           || ',"type":"private"},"date":1700000000,"text":"What does number ' || n || ' cost, and is it in stock today?"}}',
         CASE WHEN n % 5000 = 0 THEN 'dead' ELSE 'handled' END::update_state, 1, 0,
         CASE WHEN n % 5000 = 0 THEN 'The handler failed.' END,
         '[{"method":"sendMessage","params":{"chat_id":' || 1 + n % 977 || ',"text":"It is."},"via":"webhook-reply","ok":true}]',
         at, at
       FROM (SELECT n, now() - interval '7 days' * (1 - n::float8 / $5) AS at
             FROM generate_series($1::int, $2::int) n) made`,
      [from + 1, Math.min(updates, from + slice), bots, busyShare * 1_000, updates],
    );
  }
  // The minutes of the last day and the hours of the week, some of every bot, all of the busiest.
  const counted = `10, 0, 40, 9, '{1,2,3,2,1,1,0,0,0,0,0,0,0,0,0}'`;
  await query(
    `INSERT INTO bot_minutes (bot_id, minute, kind, door, updates, failures, handle_ms, max_ms, latency)
     SELECT bot, date_trunc('minute', now()) - make_interval(mins => m), 'message', 'webhook', ${counted}
     FROM generate_series(1, $1::int) bot, generate_series(1, 1440) m WHERE bot = 1 OR (bot + m) % 20 = 0`,
    [bots],
  );
  await query(
    `INSERT INTO bot_hours (bot_id, hour, kind, door, updates, failures, max_ms, latency)
     SELECT bot, date_trunc('hour', now()) - make_interval(hours => h), kind, 'webhook', 60, 1, 90, '{1,9,20,20,5,5,0,0,0,0,0,0,0,0,0}'
     FROM generate_series(1, $1::int) bot, generate_series(1, 2160) h, unnest('{message,callback_query}'::text[]) kind
     WHERE bot = 1 OR h <= 72`,
    [bots],
  );
  await query(
    `INSERT INTO deployment_facts (key, value, updated_at)
     VALUES ('stats.rolledUpTo', to_jsonb(date_trunc('hour', now())), now())
     ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
  );
  await query(
    `INSERT INTO transport_events (bot_id, at, from_door, to_door, status, reason, actor)
     SELECT bot, now() - make_interval(hours => 41 - e), 'polling', 'webhook', 'active', 'The webhook works again.', 'hookline'
     FROM generate_series(1, 40) e, generate_series(1, $1::int) bot`,
    [bots],
  );
  await query(
    `INSERT INTO fleet_minutes (minute, healthy, degraded, down, unknown, webhook, polling, closed, updates, failures)
     SELECT date_trunc('minute', now()) - make_interval(mins => m), 9900, 50, 40, 10, 9000, 990, 10, 500, 1
     FROM generate_series(1, 129600) m ON CONFLICT DO NOTHING`,
  );
  await query(
    `INSERT INTO users (email, password_hash, role)
     SELECT 'person' || n || '@example.org', 'none', 'tenant' FROM generate_series(1, 10000) n`,
  );
  await query(
    `INSERT INTO audit_log (at, user_id, action, bot_id, detail)
     SELECT now() - make_interval(mins => 200000 - n), 1 + n % 20, (ARRAY['bot.register', 'bot.pause', 'fleet.look'])[1 + n % 3],
       1 + n % $1::int, '{"ok":true}' FROM generate_series(1, 200000) n`,
    [bots],
  );
  await query("VACUUM ANALYZE");
}
