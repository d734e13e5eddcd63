import { createDatabase, type Database } from "../../../lib/data/database";
import { deleteExpired } from "../../../lib/data/retention";
import { insertUpdates, type NewUpdate, writeOutcomes } from "../../../lib/data/updates";
import { median, type Row, row } from "../report";
import { type Findings, freshUpdateIds, type Pace } from "../scenario";
import type { Stage } from "../stage";
import { treeCpuSeconds } from "../usage";

const updates = 200_000;
const batch = 128;
/** Batches under way at once, as the group commit has them. */
const slots = 2;
const actions = JSON.stringify([
  { method: "sendMessage", params: { chat_id: 1, text: "Hello, Ada!" }, via: "webhook-reply", ok: null },
]);
const payload = `{"update_id":100000000000,\n"message":${JSON.stringify({ text: "x".repeat(330) })}}`;

/** A way to keep updates: how a batch is stored open and closed later, or stored closed at once. */
interface Design {
  name: string;
  prepare: string;
  table: string;
  closed(data: Database, items: NewUpdate[]): Promise<unknown>;
  openThenClosed(data: Database, items: NewUpdate[]): Promise<unknown>;
}

const ours = (name: string, fillfactor: number): Design => ({
  name,
  table: "updates",
  prepare: `TRUNCATE updates; ALTER TABLE updates SET (fillfactor = ${fillfactor}, autovacuum_enabled = off)`,
  closed: (data, items) =>
    insertUpdates(
      data,
      1,
      items.map((item) => ({ ...item, state: "handled", error: null, actions })),
    ),
  async openThenClosed(data, items) {
    await insertUpdates(
      data,
      1,
      items.map((item) => ({ ...item, state: "open", error: null, actions: null })),
    );
    const outcome = { state: "handled", error: null, actions } as const;
    await writeOutcomes(
      data,
      1,
      items.map(({ botId, arrival }) => ({ botId, arrival, ...outcome })),
    );
  },
});

/** Rows are never written again: a log of updates, a log of outcomes, and a small table of what is open. */
const log: Design = {
  name: "append-only log with an open set",
  table: "log_updates",
  prepare: `DROP TABLE IF EXISTS log_updates, log_outcomes, open_updates;
    CREATE TABLE log_updates (bot_id int, update_id bigint, kind text, chat_id bigint, door door, payload text,
      received_at timestamptz(3) DEFAULT now(), PRIMARY KEY (bot_id, update_id)) WITH (autovacuum_enabled = off);
    CREATE INDEX ON log_updates USING brin (received_at);
    CREATE TABLE log_outcomes (bot_id int, update_id bigint, state update_state, error text, actions text,
      handled_at timestamptz(3) DEFAULT now(), PRIMARY KEY (bot_id, update_id)) WITH (autovacuum_enabled = off);
    CREATE TABLE open_updates (bot_id int, update_id bigint, held_by int, attempts smallint,
      PRIMARY KEY (bot_id, update_id)) WITH (autovacuum_enabled = off)`,
  closed: (data, items) => append(data, items, "outcome"),
  async openThenClosed(data, items) {
    await append(data, items, "open");
    await data.pool.query({
      name: "log-close",
      text: `WITH gone AS (DELETE FROM open_updates o USING unnest($1::int[], $2::bigint[]) AS d(b, u)
          WHERE o.bot_id = d.b AND o.update_id = d.u RETURNING o.bot_id, o.update_id)
        INSERT INTO log_outcomes (bot_id, update_id, state, actions) SELECT bot_id, update_id, 'handled', $3 FROM gone`,
      values: [items.map((i) => i.botId), items.map((i) => i.updateId), actions],
    });
  },
};

async function append(data: Database, items: NewUpdate[], also: "open" | "outcome"): Promise<void> {
  const rest =
    also === "open"
      ? "INSERT INTO open_updates SELECT bot_id, update_id, 1, 1 FROM stored"
      : "INSERT INTO log_outcomes (bot_id, update_id, state, actions) SELECT bot_id, update_id, 'handled', $5 FROM stored";
  await data.pool.query({
    name: `log-${also}`,
    text: `WITH stored AS (INSERT INTO log_updates (bot_id, update_id, kind, chat_id, door, payload)
        SELECT b, u, 'message', c, 'webhook', p
        FROM unnest($1::int[], $2::bigint[], $3::bigint[], string_to_array($4, E'\\x1e')) AS d(b, u, c, p)
        ON CONFLICT DO NOTHING RETURNING bot_id, update_id) ${rest}`,
    values: [
      items.map((i) => i.botId),
      items.map((i) => i.updateId),
      items.map((i) => i.chatId),
      items.map((i) => i.payload).join("\u001e"),
      ...(also === "outcome" ? [actions] : []),
    ],
  });
}

/** What the table of updates costs, designed in several ways: `--only tables`, for docs/decisions. */
export async function tables(stage: Stage, pace: Pace): Promise<Findings> {
  const count = pace.quick ? updates / 10 : updates;
  const data = createDatabase(stage.databaseUrl, { applicationName: "hookline bench tables" });
  const rows: Row[] = [];
  const told = (what: string, value: number, unit: string, digits = 1) =>
    rows.push(row({ what, unit, better: "lower", digits }, value));
  try {
    for (const design of [ours("fillfactor 100 (ours)", 100), ours("fillfactor 85", 85), log]) {
      for (const way of ["closed", "openThenClosed"] as const) {
        await data.pool.query(design.prepare);
        await data.pool.query("CHECKPOINT");
        const before = await measure(stage, data, design.table);
        await run(count, (items) => design[way](data, items));
        const after = await measure(stage, data, design.table);
        const name = `${design.name}, ${way === "closed" ? "stored closed (webhook)" : "open, then closed (polling)"}`;
        told(
          `${name}: PostgreSQL's processor time an update`,
          ((after.cpu - before.cpu) / count) * 1e6,
          "µs",
          0,
        );
        told(`${name}: write-ahead log an update`, (after.wal - before.wal) / count, "bytes", 0);
        told(`${name}: table and indexes an update`, after.bytes / count, "bytes", 0);
        if (way === "closed") continue;
        if (design.table === "updates")
          told(
            `${name}: second writes that stayed off the index (HOT)`,
            (after.hot / Math.max(1, after.written)) * 100,
            "%",
            0,
          );
        const vacuumBefore = await measure(stage, data, design.table);
        const began = performance.now();
        await data.pool.query(
          design === log ? "VACUUM log_updates, log_outcomes, open_updates" : "VACUUM updates",
        );
        const vacuumed = await measure(stage, data, design.table);
        told(
          `${name}: vacuum's processor time an update`,
          ((vacuumed.cpu - vacuumBefore.cpu) / count) * 1e6,
          "µs",
          2,
        );
        told(`${name}: vacuum of ${count} updates`, (performance.now() - began) / 1000, "s", 2);
      }
    }
    await data.pool.query(ours("", 100).prepare);
    await retention(data, count, told);
  } finally {
    await data.pool.query(
      "ALTER TABLE updates SET (fillfactor = 100); ALTER TABLE updates RESET (autovacuum_enabled)",
    );
    await data.pool.query("DROP TABLE IF EXISTS log_updates, log_outcomes, open_updates");
    await data.close();
  }
  return { rows };
}

/** Ingest's batches while old updates are removed, and without. */
async function retention(
  data: Database,
  count: number,
  told: (what: string, value: number, unit: string) => void,
): Promise<void> {
  const design = ours("", 100);
  await run(count, (items) => design.closed(data, items));
  await data.pool.query("UPDATE updates SET received_at = now() - interval '30 days'");
  const alone = await run(count / 4, (items) => design.closed(data, items));
  const removing = deleteExpired(data, 7, 90);
  const beside = await run(count / 4, (items) => design.closed(data, items));
  await removing;
  told("a batch of 128 updates, p50", median(alone), "ms");
  told("the same while retention removes old ones, p50", median(beside), "ms");
  told("without retention, the slowest of a hundred batches", at99(alone), "ms");
  told("with retention, the slowest of a hundred batches", at99(beside), "ms");
}

const at99 = (values: number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length * 0.99)] ?? Number.NaN;

/** Stores so many updates of a thousand bots; resolves to each batch's milliseconds. */
async function run(count: number, store: (items: NewUpdate[]) => Promise<unknown>): Promise<number[]> {
  const first = freshUpdateIds();
  const took: number[] = [];
  let next = 0;
  const worker = async () => {
    while (next < count) {
      const items = Array.from({ length: batch }, (): NewUpdate => {
        const n = next++;
        return {
          botId: 1 + (n % 1_000),
          updateId: first + n,
          arrival: first + n,
          kind: "message",
          chatId: n % 50_000,
          door: "webhook",
          payload,
        };
      });
      const began = performance.now();
      await store(items);
      took.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: slots }, worker));
  return took;
}

async function measure(stage: Stage, data: Database, table: string) {
  await data.pool.query("SELECT pg_stat_force_next_flush()");
  const { rows } = await data.pool.query(
    `SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::float8 AS wal,
       (SELECT coalesce(sum(pg_total_relation_size(c)), 0)::float8 FROM unnest(CASE WHEN $1 = 'updates'
          THEN ARRAY['updates'] ELSE ARRAY['log_updates', 'log_outcomes', 'open_updates'] END::regclass[]) c) AS bytes,
       coalesce((SELECT n_tup_upd FROM pg_stat_user_tables WHERE relname = $1), 0)::float8 AS written,
       coalesce((SELECT n_tup_hot_upd FROM pg_stat_user_tables WHERE relname = $1), 0)::float8 AS hot`,
    [table],
  );
  const facts = rows[0] as { wal: number; bytes: number; written: number; hot: number };
  return { ...facts, cpu: treeCpuSeconds(stage.postgresPid()) };
}
