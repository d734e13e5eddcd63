import { createHash } from "node:crypto";
import { PassThrough, Readable, Writable } from "node:stream";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { restoreBackup } from "../../lib/data/backup/restore-backup";
import { writeBackup } from "../../lib/data/backup/write-backup";
import { createTestDatabase, type TestDatabase } from "../support/database";

/** What COPY, JSON and a line-wise reader could trip over. */
const oddTexts = [
  "\\.",
  "\n\\.\n",
  "a\tb\\nc\\\\.",
  "\r\n",
  "",
  "naïve 😀 \u2028",
  '{"table":"users","columns":["id"]}',
  "\\N",
];

async function backupOf(db: TestDatabase): Promise<Buffer> {
  const sink = new PassThrough();
  const chunks: Buffer[] = [];
  sink.on("data", (chunk: Buffer) => chunks.push(chunk));
  await writeBackup(db.database, { hookline: "1.2.3", sink });
  return Buffer.concat(chunks);
}

const restore = (db: TestDatabase, file: Buffer) => restoreBackup(db.database, Readable.from([file]));

/** The text with something changed, and a checksum that fits again. */
function forged(file: Buffer, change: (text: string) => string): Buffer {
  const text = change(gunzipSync(file).toString());
  const at = text.lastIndexOf("\n", text.length - 2) + 1;
  const sha256 = createHash("sha256").update(text.slice(0, at)).digest("hex");
  return gzipSync(`${text.slice(0, at)}${JSON.stringify({ ...JSON.parse(text.slice(at)), sha256 })}\n`);
}

async function contentOf(db: TestDatabase): Promise<Record<string, unknown[]>> {
  const { rows: tables } = await db.database.pool.query<{ name: string }>(
    "SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1",
  );
  const content: Record<string, unknown[]> = {};
  for (const { name } of tables) {
    if (name === "_prisma_migrations" || name === "sessions" || name === "rate_limits") continue;
    const { rows } = await db.database.pool.query(`SELECT t::text FROM "${name}" t ORDER BY 1`);
    content[name] = rows;
  }
  return content;
}

async function fill(db: TestDatabase): Promise<void> {
  const { prisma, pool } = db.database;
  const owner = await prisma.user.create({
    data: { email: "ada@example.org", passwordHash: "x", totpSecret: "k2:cipher", name: "A\\da" },
  });
  const bot = await prisma.bot.create({
    data: {
      ownerId: owner.id,
      telegramId: 8_000_000_000,
      username: "a_bot",
      name: "A",
      mode: "webhook",
      tokenCipher: "v1.a.b.c",
      tokenKeyId: "k1",
      tokenFingerprint: "f",
      allowedUpdates: ["message", "a,b", 'q"uote'],
      replies: {
        create: oddTexts.map((text, position) => ({
          position,
          text,
          triggerType: "any" as const,
          buttons: [[{ text }]],
        })),
      },
    },
  });
  await prisma.update.createMany({
    data: oddTexts.map((payload, i) => ({
      botId: bot.id,
      arrival: i,
      kind: "message",
      door: "webhook" as const,
      payload,
      heldBy: 3,
      state: "handled" as const,
    })),
  });
  // A row longer than any buffer on its way.
  await prisma.update.create({
    data: {
      botId: bot.id,
      arrival: 2n ** 52n,
      kind: "message",
      door: "polling",
      payload: "x\\".repeat(500_000),
      heldBy: 0,
    },
  });
  await prisma.apiKey.create({
    data: { userId: owner.id, name: "k", prefix: "hl_", keyHash: "h", scopes: ["read"] },
  });
  await prisma.auditEntry.create({ data: { action: "a", detail: { text: "\n\\.\n" } } });
  await pool.query(
    "INSERT INTO sessions SELECT gen_random_uuid(), id, sessions_valid_after, now(), now(), '', '' FROM users",
  );
}

describe("backup and restore", () => {
  let db: TestDatabase;
  let file: Buffer;

  beforeAll(async () => {
    db = await createTestDatabase();
    await fill(db);
    file = await backupOf(db);
  });
  afterAll(() => db.drop());

  const intoFresh = async (work: (fresh: TestDatabase) => Promise<void>) => {
    const fresh = await createTestDatabase();
    try {
      await work(fresh);
    } finally {
      await fresh.drop();
    }
  };
  const refusedWith = (bytes: Buffer, message: RegExp) =>
    intoFresh(async (fresh) => {
      const before = await contentOf(fresh);
      await expect(restore(fresh, bytes)).rejects.toMatchObject({
        name: "BackupError",
        message: expect.stringMatching(message),
      });
      expect(await contentOf(fresh), "nothing of it is left").toEqual(before);
    });

  test("everything comes back as it was, and numbers go on after the last", () =>
    intoFresh(async (fresh) => {
      const { rows, header } = await restore(fresh, file);
      expect(await contentOf(fresh)).toEqual(await contentOf(db));
      expect(rows).toMatchObject({
        users: 1,
        user_bots: 1,
        updates: oddTexts.length + 1,
        replies: oddTexts.length,
      });
      expect(header).toMatchObject({ hookline: "1.2.3", keyIds: ["k1", "k2"] });
      const [here, there] = await Promise.all(
        [db, fresh].map(({ database }) =>
          database.prisma.user.create({ data: { email: "next@example.org", passwordHash: "x" } }),
        ),
      );
      expect(there?.id).toBe(here?.id);
      await db.database.prisma.user.delete({ where: { email: "next@example.org" } });
    }));

  test("one whose file takes no more is broken off, and its connection is used by nobody else", async () => {
    const sink = new Writable({ write: (_chunk, _encoding, done) => done(new Error("the disk is full")) });
    await expect(writeBackup(db.database, { hookline: "1.2.3", sink })).rejects.toThrow("the disk is full");
    expect(await backupOf(db)).toBeInstanceOf(Buffer);
  });

  test("sessions are not in it: one that was ended since stays ended", () => {
    expect(gunzipSync(file).toString()).not.toContain('{"table":"sessions"');
  });

  test("it is one moment of the database: what is written meanwhile is in it whole or not at all", () =>
    intoFresh(async (fresh) => {
      const { pool } = db.database;
      let writing = true;
      const writer = (async () => {
        for (let i = 0; writing; i++) {
          // A person and their key, in one statement.
          await pool.query(
            `WITH person AS (INSERT INTO users (email, password_hash) VALUES ($1, 'x') RETURNING id)
             INSERT INTO api_keys (user_id, name, prefix, key_hash) SELECT id, 'k', 'hl_', $1 FROM person`,
            [`busy${i}@example.org`],
          );
        }
      })();
      const busy = await backupOf(db);
      writing = false;
      await writer;
      await restore(fresh, busy);
      const { rows } = await fresh.database.pool.query(
        "SELECT (SELECT count(*) FROM users) AS people, (SELECT count(*) FROM api_keys) AS keys",
      );
      expect(rows[0].people).toBe(rows[0].keys);
      await pool.query("DELETE FROM users WHERE email LIKE 'busy%'");
    }));

  test("a database that holds somebody, or that a process works on, is left alone", async () => {
    await expect(restore(db, file)).rejects.toThrow(/not empty \(accounts: 1\)/);
    await intoFresh(async (fresh) => {
      await fresh.database.prisma.processHeartbeat.create({
        data: { kind: "web", host: "h", pid: 1, version: "1" },
      });
      await expect(restore(fresh, file)).rejects.toThrow(/Hookline is running on this database/);
    });
  });

  test("a file cut off anywhere is refused whole", async () => {
    for (const share of [0, 0.1, 0.5, 0.99]) {
      await refusedWith(file.subarray(0, Math.floor(file.length * share)), /ends in the middle|damaged/);
    }
    const text = gunzipSync(file).toString();
    const lastLine = text.lastIndexOf("\n", text.length - 2) + 1;
    await refusedWith(gzipSync(text.slice(0, lastLine)), /ends in the middle/);
  });

  test("a changed byte is found by the checksum", async () => {
    const text = gunzipSync(file).toString();
    await refusedWith(gzipSync(text.replace("ada@example.org", "eve@example.org")), /checksum/);
    await refusedWith(gzipSync(`${text}more\n`), /damaged/);
    const flipped = Buffer.from(file);
    flipped[Math.floor(file.length / 2)] = (flipped[Math.floor(file.length / 2)] ?? 0) ^ 0xff;
    await refusedWith(flipped, /damaged|checksum/);
  });

  test.each([
    [
      "of a newer Hookline",
      (text: string) => text.replace(/"migrations":\[/, '$&"20990101000000_future",'),
      /newer Hookline.*20990101000000_future/,
    ],
    [
      "of an older Hookline",
      (text: string) => text.replace(/"migrations":\["[^"]+",/, '"migrations":['),
      /older Hookline/,
    ],
    [
      "of another format's version",
      (text: string) => text.replace('"version":1', '"version":2'),
      /no backup of Hookline/,
    ],
    [
      "with a column that is not there",
      (text: string) => text.replace('"columns":["id","email"', '"columns":["id","mail"'),
      /table "users" is not the database's/,
    ],
    ["with a row that is none", (text: string) => text.replace("ada@example.org", "ada\tx"), /damaged/],
  ])("one %s is refused", (_what, change, message) => refusedWith(forged(file, change), message));

  test("what is no backup at all is refused", async () => {
    await refusedWith(Buffer.from("hello"), /no backup/);
    await refusedWith(gzipSync("hello\n"), /no backup/);
    await refusedWith(gzipSync("x".repeat(3_000_000)), /no backup/);
  });
});
