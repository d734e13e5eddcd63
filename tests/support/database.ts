import { createHash, randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Connection, withConnection } from "../../lib/data/connections";
import { createDatabase, type Database } from "../../lib/data/database";
import { migrate } from "../../lib/data/migrate";
import { repositoryPath } from "../../lib/data/repository";
import { startTestPostgres, type TestPostgres } from "./postgres";

export interface TestDatabase {
  url: string;
  database: Database;
  /** Closes `database` and removes the database, whoever is still connected. */
  drop(): Promise<void>;
}

/** Advisory lock on making the template: several test processes may share one server. */
const templateLock = 7413;

let ownServer: Promise<TestPostgres> | undefined;

/**
 * A migrated database of its own on the tests' PostgreSQL, cloned in some 30 ms.
 *
 * The server is the one HOOKLINE_TEST_PG names (the integration project's set-up starts it); without it
 * this process starts one, which goes when the process does.
 *
 * @param on address of another server to make it on.
 */
export async function createTestDatabase(on?: string): Promise<TestDatabase> {
  const server = on ?? process.env.HOOKLINE_TEST_PG ?? (await startOwnServer()).url;
  const name = `test_${randomBytes(6).toString("hex")}`;
  await onServer(server, async (client) => {
    const template = await ensureTemplate(client, server);
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  });
  const url = urlOf(server, name);
  const database = createDatabase(url, { applicationName: "hookline test", timeoutMs: 60_000 });
  return {
    url,
    database,
    async drop() {
      // A client that a failed test has not given back must not hold up the rest.
      await Promise.race([database.close(), new Promise((resolve) => setTimeout(resolve, 2_000).unref())]);
      await onServer(server, (client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
    },
  };
}

/** Makes the migrated template where this server has none of these migrations yet; returns its name. */
async function ensureTemplate(client: Connection, server: string): Promise<string> {
  const name = `template_${migrationsDigest()}`;
  const exists = async () =>
    (await client.query("SELECT FROM pg_database WHERE datname = $1 AND datistemplate", [name])).rowCount ===
    1;
  if (await exists()) return name;
  await client.query("SELECT pg_advisory_lock($1)", [templateLock]);
  try {
    if (await exists()) return name;
    await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await client.query(`CREATE DATABASE ${name}`);
    await migrate(urlOf(server, name));
    // Only a finished one is marked, so that one broken off is made again.
    await client.query(`ALTER DATABASE ${name} IS_TEMPLATE true ALLOW_CONNECTIONS false`);
    return name;
  } finally {
    await client.query("SELECT pg_advisory_unlock($1)", [templateLock]);
  }
}

function migrationsDigest(): string {
  const folder = repositoryPath("prisma/migrations");
  const hash = createHash("sha256");
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) =>
    a.name < b.name ? -1 : 1,
  )) {
    if (entry.isDirectory())
      hash.update(entry.name).update(readFileSync(join(folder, entry.name, "migration.sql")));
  }
  return hash.digest("hex").slice(0, 12);
}

function urlOf(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}

const onServer = <T>(server: string, work: (client: Connection) => Promise<T>): Promise<T> =>
  withConnection({ connectionString: server, application_name: "hookline test set-up" }, work);

async function startOwnServer(): Promise<TestPostgres> {
  ownServer ??= startTestPostgres({ background: true });
  return ownServer;
}
