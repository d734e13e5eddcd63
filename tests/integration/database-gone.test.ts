import { PassThrough, Readable, Writable } from "node:stream";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createLogger } from "../../lib/core/log";
import { restoreBackup } from "../../lib/data/backup/restore-backup";
import { writeBackup } from "../../lib/data/backup/write-backup";
import { Connection, withConnection } from "../../lib/data/connections";
import { createDatabase, type Database } from "../../lib/data/database";
import { orDatabaseAway } from "../../lib/data/database-away";
import { migrate } from "../../lib/data/migrate";
import { openSignals, type Signals } from "../../lib/data/signals";
import { inTransaction } from "../../lib/data/transaction";
import { type KillablePostgres, startKillablePostgres } from "../chaos/killable-postgres";
import { createTestDatabase } from "../support/database";
import { until } from "../support/system";

/** Where a piece of work stands when PostgreSQL goes away. */
interface Moment {
  /** To be called by the work when it stands where it shall. What waits inside PostgreSQL need not. */
  here(): void;
  /** Resolves when PostgreSQL is away and its connections are closed. */
  gone: Promise<void>;
}

type Work = (data: Database, moment: Moment) => Promise<unknown>;

const sleep = "SELECT pg_sleep(600)";

/** Work that a program waits for: it is told that the database is away. */
const asked: Record<string, Work> = {
  "a query": (data) => data.pool.query(sleep),
  "a transaction, between two statements": (data, { here, gone }) =>
    inTransaction(data, async (on) => {
      await on.query("SELECT 1", []);
      here();
      await gone;
      await on.query("SELECT 1", []);
    }),
  "a transaction, before its end": (data, { here, gone }) =>
    inTransaction(data, async (on) => {
      await on.query("SELECT 1", []);
      here();
      await gone;
    }),
  "a transaction, in a statement": (data) => inTransaction(data, (on) => on.query(sleep, [])),
  "a transaction, in its COMMIT": (data) =>
    inTransaction(data, (on) => on.query("INSERT INTO slow VALUES (1)", [])),
  "Prisma's query": ({ prisma }) => prisma.$executeRawUnsafe(sleep),
  "Prisma's transaction, between two statements": ({ prisma }, { here, gone }) =>
    prisma.$transaction(async (tx) => {
      await tx.user.count();
      here();
      await gone;
      await tx.user.count();
    }),
  "Prisma's transaction, before its end": ({ prisma }, { here, gone }) =>
    prisma.$transaction(async (tx) => {
      await tx.user.count();
      here();
      await gone;
    }),
  "Prisma's transaction, in a statement": ({ prisma }) =>
    prisma.$transaction((tx) => tx.$executeRawUnsafe(sleep)),
  "Prisma's transaction, in its COMMIT": ({ prisma }) =>
    prisma.$transaction((tx) => tx.$executeRaw`INSERT INTO slow VALUES (1)`),
  "Prisma's list of statements": ({ prisma }) =>
    prisma.$transaction([prisma.user.count(), prisma.$executeRawUnsafe(sleep)]),
};

/** Work of a command: it ends with an error. */
const commanded: Record<string, Work> = {
  "a backup whose file takes no more": async (data, { here, gone }) => {
    await fill(data);
    const sink = new Writable({
      highWaterMark: 1,
      write(_chunk, _encoding, taken) {
        here();
        void gone.then(() => taken());
      },
    });
    await writeBackup(data, { hookline: "test", sink });
  },
  "a restore whose file gives no more": async (data, { here, gone }) => {
    const file = await filledBackup(data);
    async function* slowly(): AsyncGenerator<Buffer> {
      yield file.subarray(0, file.length / 2);
      here();
      await gone;
      yield file.subarray(file.length / 2);
    }
    await restoreBackup(data, Readable.from(slowly()));
  },
  "a restore whose table takes no more": async (data) => {
    const file = await filledBackup(data);
    await data.pool.query(
      "CREATE TRIGGER slow BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION sleep_long()",
    );
    await restoreBackup(data, Readable.from([file]));
  },
  "a migration that waits for its turn": (data) =>
    withConnection({ connectionString: data.url }, async (holder) => {
      await holder.query("SELECT pg_advisory_lock(7412)");
      await migrate(data.url);
    }),
  "a migration under way": async (data) => migrate(await slowToMigrate(data)),
};

async function fill({ pool }: Database): Promise<void> {
  await pool.query(
    `INSERT INTO users (email, password_hash, name)
     SELECT i || '@example.org', 'x', string_agg(md5(i || ' ' || n), '') FROM generate_series(1, 3000) i, generate_series(1, 100) n
     GROUP BY i`,
  );
}

/** A backup of some megabytes, of a database that is empty again. */
async function filledBackup(data: Database): Promise<Buffer> {
  await fill(data);
  const sink = new PassThrough();
  const chunks: Buffer[] = [];
  sink.on("data", (chunk: Buffer) => chunks.push(chunk));
  await writeBackup(data, { hookline: "test", sink });
  await data.pool.query("DELETE FROM users");
  return Buffer.concat(chunks);
}

/** The address of an empty database in which the first table of a migration takes its time. */
async function slowToMigrate({ pool, url }: Database): Promise<string> {
  await pool.query("DROP DATABASE IF EXISTS slow_to_migrate");
  await pool.query("CREATE DATABASE slow_to_migrate");
  const empty = new URL(url);
  empty.pathname = "/slow_to_migrate";
  await withConnection({ connectionString: empty.href }, (client) =>
    client.query(`CREATE SCHEMA apart;
      CREATE FUNCTION apart.sleep_long() RETURNS event_trigger LANGUAGE plpgsql AS
        $$BEGIN IF current_query() LIKE '%user_bots%' THEN PERFORM pg_sleep(600); END IF; END$$;
      CREATE EVENT TRIGGER slow ON ddl_command_start WHEN TAG IN ('CREATE TABLE')
        EXECUTE FUNCTION apart.sleep_long()`),
  );
  return empty.href;
}

const everything = { ...asked, ...commanded };
/** How many of them wait inside PostgreSQL. */
const waiting = Object.values(everything).filter((work) => work.length === 1).length;

let postgres: KillablePostgres;
const stray: unknown[] = [];
const note = (error: unknown) => stray.push(error);

beforeAll(async () => {
  postgres = await startKillablePostgres({ fsync: "off", full_page_writes: "off" });
  process.on("uncaughtExceptionMonitor", note);
});
afterAll(async () => {
  process.off("uncaughtExceptionMonitor", note);
  await postgres.stop();
});

describe.each([
  ["is killed", () => postgres.kill()],
  ["is shut down", () => postgres.shutDown()],
] as const)("PostgreSQL %s", (_way, end) => {
  const outcomes = new Map<string, { data: Database; error?: unknown }>();
  let signals: Signals;
  let signalled: Database;
  let led: boolean;
  let gaps = 0;
  const heard: string[] = [];

  beforeAll(async () => {
    const witness = new Connection({ connectionString: postgres.url });
    await witness.connect();
    const gone = new Promise((resolve) => witness.once("end", resolve)).then(async () => {
      // What else was lost is heard of in the same round of events.
      for (let round = 0; round < 3; round++) await new Promise(setImmediate);
    });
    /** One connection of each kind: a client that does not come back to its pool is missed by whoever is next. */
    const open = async () =>
      createDatabase((await createTestDatabase(postgres.url)).url, { connections: 1, timeoutMs: 20_000 });

    const begun: Promise<unknown>[] = [];
    const standing: Promise<void>[] = [];
    const beginOne = async ([name, work]: [string, Work]) => {
      const data = await open();
      await data.pool.query(`CREATE TABLE slow (id int);
        CREATE FUNCTION sleep_long() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN PERFORM pg_sleep(600); RETURN NEW; END$$;
        CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON slow DEFERRABLE INITIALLY DEFERRED
          FOR EACH ROW EXECUTE FUNCTION sleep_long()`);
      standing.push(
        new Promise((here) => {
          const moment = { here, gone };
          begun.push(
            work(data, moment).then(
              () => outcomes.set(name, { data }),
              (error: unknown) => outcomes.set(name, { data, error }),
            ),
          );
          if (work.length === 1) here();
        }),
      );
    };
    await Promise.all(Object.entries(everything).map(beginOne));
    signalled = await open();
    signals = await openSignals({
      url: signalled.url,
      channels: ["hookline_bots"],
      processId: 1,
      log: createLogger("fatal", "test"),
    });
    signals.on("hookline_bots", (payload) => heard.push(payload));
    signals.onGap(() => gaps++);
    led = await signals.lead();
    await Promise.all(standing);
    await until("the others to stand inside PostgreSQL", async () => {
      const { rows } = await witness.query<{ n: number }>(
        "SELECT count(*)::int AS n FROM pg_stat_activity WHERE wait_event IN ('PgSleep', 'advisory')",
      );
      return rows[0]?.n === waiting;
    });
    await end();
    await Promise.all(begun);
    await postgres.restart();
  });

  afterAll(async () => {
    await signals.close();
    await Promise.all([...outcomes.values()].map(({ data }) => data.close()));
    await signalled.close();
  });

  test.each(Object.keys(asked))("inside %s: who asked is told to come again", (name) => {
    const { error } = outcomes.get(name) ?? {};
    expect(orDatabaseAway(error)).toMatchObject({ code: "unavailable" });
  });

  test.each(Object.keys(commanded))("inside %s: the command ends with an error", (name) => {
    expect(outcomes.get(name)?.error).toBeInstanceOf(Error);
  });

  test.each(Object.keys(everything))("after %s the database is used as before", async (name) => {
    const { data } = outcomes.get(name) ?? {};
    if (!data) throw new Error("It never ended.");
    expect(await inTransaction(data, async (on) => (await on.query("SELECT 1 AS one", [])).rows)).toEqual([
      { one: 1 },
    ]);
    expect(await data.prisma.$transaction(async (tx) => tx.$queryRaw`SELECT 1 AS one`)).toEqual([{ one: 1 }]);
    expect(data.pool.totalCount - data.pool.idleCount, "clients that nobody gave back").toBe(0);
  });

  test("a migration that was broken off is done by the next start", async () => {
    const { data } = outcomes.get("a migration under way") ?? {};
    const url = new URL(data?.url ?? "");
    url.pathname = "/slow_to_migrate";
    await withConnection({ connectionString: url.href }, (client) => client.query("DROP EVENT TRIGGER slow"));
    expect((await migrate(url.href)).length).toBeGreaterThan(1);
    expect(await migrate(url.href)).toEqual([]);
  });

  test("whoever listens, leads and is present is so again, on one connection, and knows of the gap", async () => {
    expect(led).toBe(true);
    await until("its presence", () => signals.present);
    expect(gaps).toBe(1);
    expect(await signals.lead()).toBe(true);
    const { rows } = await signalled.pool.query(
      "SELECT count(*)::int AS n FROM pg_stat_activity WHERE application_name = 'hookline signals 1'",
    );
    expect(rows).toEqual([{ n: 1 }]);
    await signalled.pool.query("NOTIFY hookline_bots, '7'");
    await until("the notification", () => heard.length > 0);
    expect(heard).toEqual(["7"]);
  });

  test("no error reaches the process", () => {
    expect(stray).toEqual([]);
  });
});
