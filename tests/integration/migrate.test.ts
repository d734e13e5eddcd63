import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Connection, withConnection } from "../../lib/data/connections";
import { isMigrated, migrate, schemaDrift } from "../../lib/data/migrate";
import { createTestDatabase, type TestDatabase } from "../support/database";

describe("migrations", () => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await createTestDatabase();
  });
  afterAll(() => test.drop());

  async function emptyDatabase(name: string): Promise<string> {
    await test.database.pool.query(`DROP DATABASE IF EXISTS ${name}`);
    await test.database.pool.query(`CREATE DATABASE ${name}`);
    const url = new URL(test.url);
    url.pathname = `/${name}`;
    return url.href;
  }

  it("say what schema.prisma says", async () => {
    expect(await schemaDrift(test.url)).toBe("");
  });

  it("are applied once", async () => {
    const url = await emptyDatabase("migrate_once");
    expect(await isMigrated(url)).toBe(false);
    const said: string[] = [];
    const first = await migrate(url, { log: (sentence) => said.push(sentence) });
    expect(first[0]).toMatch(/^\d{14}_init$/);
    expect(said).toHaveLength(1);
    expect(await migrate(url)).toEqual([]);
    expect(await isMigrated(url)).toBe(true);
  });

  it("are applied once by three processes that start together", async () => {
    const url = await emptyDatabase("migrate_together");
    const all = await Promise.all([migrate(url), migrate(url), migrate(url)]);
    expect(all.filter((names) => names.length > 0)).toHaveLength(1);
  });

  it("stop at a database that a newer version has migrated", async () => {
    const url = await emptyDatabase("migrate_newer");
    await migrate(url);
    await withConnection({ connectionString: url }, (client) =>
      client.query(
        `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
         VALUES ('x', 'x', '20990101000000_from_the_future', now(), now(), 1)`,
      ),
    );
    await expect(migrate(url)).rejects.toThrow(/newer than this Hookline.*from_the_future/);
  });

  it("announce a bot's changes, but not its traffic", async () => {
    const { pool } = test.database;
    const heard: string[] = [];
    const listener = new Connection({ connectionString: test.url });
    await listener.connect();
    listener.on("notification", ({ payload }) => heard.push(payload ?? ""));
    await listener.query("LISTEN hookline_bots");
    const user = await pool.query(
      "INSERT INTO users (email, password_hash) VALUES ('a@example.org', 'x') RETURNING id",
    );
    const inserted = await pool.query(
      `INSERT INTO user_bots (owner_id, telegram_id, username, name, token_cipher, token_key_id, token_fingerprint, mode)
       VALUES ($1, 1, 'a_bot', 'A', 'x', 'k', 'f', 'webhook') RETURNING id`,
      [user.rows[0].id],
    );
    const id: number = inserted.rows[0].id;
    const heardAfter = async (sql: string) => {
      await listener.query("SELECT 1");
      heard.length = 0;
      await pool.query(sql);
      await listener.query("SELECT 1");
      return [...heard];
    };
    expect(await heardAfter("UPDATE user_bots SET last_webhook_update = now(), poll_offset = 5")).toEqual([]);
    expect(await heardAfter("UPDATE user_bots SET name = 'A'")).toEqual([]);
    expect(await heardAfter("UPDATE user_bots SET active_door = 'webhook'")).toEqual([String(id)]);
    expect(
      await heardAfter(
        `INSERT INTO replies (bot_id, position, trigger_type, text) VALUES (${id}, 0, 'any', 'hi'), (${id}, 1, 'any', 'ho')`,
      ),
    ).toEqual([String(id)]);
    expect(await heardAfter("DELETE FROM replies WHERE position = 1")).toEqual([String(id)]);
    expect(await heardAfter("DELETE FROM user_bots")).toEqual([String(id)]);
    await listener.end();
  });
});
