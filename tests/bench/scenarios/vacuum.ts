import type { Database } from "../../../lib/data/database";
import { deleteExpired } from "../../../lib/data/retention";
import { insertFleet } from "../fleet";
import { median, promise, type Row, row } from "../report";
import type { Findings, Pace } from "../scenario";
import type { Stage } from "../stage";
import { cpuSeconds, treeCpuSeconds } from "../usage";
import { assertAllAnswered, countStored, plan } from "../webhook-load";

const updatesASecond = 5_000;
const expired = 500_000;

/**
 * Ten minutes of 5,000 updates a second, autovacuum as it is deployed, and in the last two minutes retention: what keeping the
 * tables in order costs, and whether ingest feels it.
 */
export async function vacuum(stage: Stage, pace: Pace): Promise<Findings> {
  const { data } = stage;
  const targets = await insertFleet(data, stage.vault, {
    door: "webhook",
    bots: 1_000,
    baseUrl: "http://127.0.0.1",
  });
  await insertExpired(data);
  const web = await stage.startWeb();
  const minutes = pace.quick ? 3 : 10;
  const runMs = pace.quick ? 10_000 : 60_000;
  const seen: { p50: number; p99: number; vacuuming: boolean; retention: boolean }[] = [];
  let answered = 0;
  let removed = 0;
  try {
    await stage.load.run(plan(targets, pace, web.port, { warmUpMs: 0, runMs: pace.warmUpMs }));
    const stored = await countStored(stage);
    const [began, webBefore, cpuBefore] = [performance.now(), cpuSeconds(web.pid), postgresCpu(stage)];
    const before = await vacuumed(data);
    let last = before;
    for (let minute = 1; minute <= minutes; minute++) {
      const retention = minute > minutes - 2;
      const [result, gone] = await Promise.all([
        stage.load.run(plan(targets, pace, web.port, { rate: updatesASecond, warmUpMs: 0, runMs })),
        minute === minutes - 1 ? deleteExpired(data, 7, 90) : 0,
      ]);
      assertAllAnswered("vacuum", result);
      answered += result.statuses["200"] ?? 0;
      removed += gone;
      const now = await vacuumed(data);
      seen.push({ p50: result.p50, p99: result.p99, vacuuming: now.runs > last.runs, retention });
      last = now;
    }
    const seconds = (performance.now() - began) / 1000;
    const { handled } = await countStored(stage);
    const rows: Row[] = [];
    const told = (what: string, value: number, unit: string, digits = 1) =>
      rows.push(row({ what, unit, better: "lower", digits }, value));
    told("updates a second, over the whole time", answered / seconds, "/s", 0);
    for (const [name, of] of [
      ["without retention, no vacuum ended", seen.filter((m) => !m.retention && !m.vacuuming)],
      ["without retention, a vacuum ended", seen.filter((m) => !m.retention && m.vacuuming)],
      [`while retention removes ${expired}, and after`, seen.filter((m) => m.retention)],
    ] as const) {
      told(`minutes ${name}`, of.length, "", 0);
      told("their median answer time", median(of.map(({ p50 }) => p50)), "ms");
      told("their p99, median of the minutes", median(of.map(({ p99 }) => p99)), "ms");
    }
    told("autovacuum and analyze, of the whole time", ((last.ms - before.ms) / 1000 / seconds) * 100, "%");
    told("their runs, on all tables", last.runs - before.runs, "", 0);
    told("PostgreSQL, processor", ((postgresCpu(stage) - cpuBefore) / seconds) * 100, "% of a core");
    told("web, processor", ((cpuSeconds(web.pid) - webBefore) / seconds) * 100, "% of a core");
    told("dead rows at the end, of updates", last.dead, "", 0);
    rows.push(
      promise(
        "every update answered 200 is stored and handled, and only expired ones are gone",
        removed === expired && handled === stored.handled + answered - expired,
        `${answered} answered, ${removed} expired removed`,
      ),
    );
    return { rows };
  } finally {
    await web.stop();
  }
}

const postgresCpu = (stage: Stage): number => treeCpuSeconds(stage.postgresPid());

async function insertExpired(data: Database): Promise<void> {
  await data.pool.query(
    `INSERT INTO updates (bot_id, update_id, kind, chat_id, door, payload, state, attempts, held_by, received_at, handled_at)
     SELECT 1 + n % 1000, n, 'message', 1 + n % 977, 'webhook', '{"update_id":' || n || ',"message":{"text":"' || repeat('x', 330)
       || '"}}', 'handled', 1, 0, now() - interval '8 days', now() - interval '8 days'
     FROM generate_series(1, $1::int) n`,
    [expired],
  );
  await data.pool.query("VACUUM ANALYZE updates");
}

/** What autovacuum has done so far (PostgreSQL 18 counts its time). */
async function vacuumed(data: Database): Promise<{ runs: number; ms: number; dead: number }> {
  const { rows } = await data.pool.query(
    `SELECT sum(autovacuum_count)::int AS runs, sum(total_autovacuum_time + total_autoanalyze_time)::float8 AS ms,
       sum(n_dead_tup) FILTER (WHERE relname = 'updates')::int AS dead FROM pg_stat_user_tables`,
  );
  return rows[0] as { runs: number; ms: number; dead: number };
}
