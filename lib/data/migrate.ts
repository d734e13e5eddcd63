import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { withConnection } from "./connections";
import { MigrationError } from "./migration-error";
import { repositoryPath } from "./repository";
import { readSchema, type SchemaEngine, withSchemaEngine } from "./schema-engine";

export interface MigrateOptions {
  log?: (sentence: string) => void;
}

type MigrationList = Parameters<SchemaEngine["applyMigrations"]>[0]["migrationsList"];

/** Advisory lock that processes queue on while one of them migrates; the number is ours alone. */
const migrationLock = 7412;
const noFilters = { externalTables: [], externalEnums: [] };

/**
 * Applies what prisma/migrations has and the database has not, and keeps `_prisma_migrations` as
 * `prisma migrate deploy` does. Safe when several processes start at once.
 *
 * @param url postgresql:// address of an existing database.
 * @returns the names of the migrations applied; none the second time.
 * @throws MigrationError where a migration does not go through, or the database is newer than this code.
 */
export async function migrate(url: string, { log }: MigrateOptions = {}): Promise<string[]> {
  const migrationsList = await readMigrations();
  return withLock(url, () =>
    withSchemaEngine(url, async (engine) => {
      await assertNotNewer(engine, migrationsList);
      await forgetBrokenOff(engine, migrationsList);
      const { appliedMigrationNames } = await engine
        .applyMigrations({ migrationsList, filters: noFilters })
        .catch((error: unknown) => {
          throw new MigrationError(`A migration could not be applied: ${plain(error)}`, { cause: error });
        });
      if (appliedMigrationNames.length > 0) log?.(`Applied migrations: ${appliedMigrationNames.join(", ")}.`);
      return appliedMigrationNames;
    }),
  );
}

/**
 * The SQL that would turn the migrated database at `url` into what schema.prisma says; empty where
 * the two agree.
 */
export async function schemaDrift(url: string): Promise<string> {
  const schema = await readSchema();
  return withSchemaEngine(url, async (engine) => {
    const { stdout, exitCode } = await engine.diff({
      from: { tag: "schemaDatasource", files: [schema], configDir: "." },
      to: { tag: "schemaDatamodel", files: [schema] },
      script: true,
      exitCode: true,
      filters: noFilters,
    });
    return exitCode === 0 ? "" : (stdout ?? "");
  });
}

/** True where every migration of this code is applied to the database at `url`. */
export async function isMigrated(url: string): Promise<boolean> {
  const migrationsList = await readMigrations();
  const history = await withSchemaEngine(url, (engine) =>
    engine.diagnoseMigrationHistory({ migrationsList, optInToShadowDatabase: false, filters: noFilters }),
  );
  return history.history === null && history.failedMigrationNames.length === 0 && history.hasMigrationsTable;
}

async function assertNotNewer(engine: SchemaEngine, migrationsList: MigrationList): Promise<void> {
  const { history } = await engine.diagnoseMigrationHistory({
    migrationsList,
    optInToShadowDatabase: false,
    filters: noFilters,
  });
  if (history && history.diagnostic !== "databaseIsBehind") {
    const names = history.unpersistedMigrationNames.join(", ");
    throw new MigrationError(`The database is newer than this Hookline: it holds the migrations ${names}.`);
  }
}

/**
 * A migration is one transaction: one that PostgreSQL or we died in has left nothing but the mark that it began, over
 * which the engine would refuse every later start. Nobody else is at it, since we hold the lock.
 */
async function forgetBrokenOff(engine: SchemaEngine, migrationsList: MigrationList): Promise<void> {
  const { failedMigrationNames } = await engine.diagnoseMigrationHistory({
    migrationsList,
    optInToShadowDatabase: false,
    filters: noFilters,
  });
  for (const migrationName of failedMigrationNames) await engine.markMigrationRolledBack({ migrationName });
}

function withLock<T>(url: string, work: () => Promise<T>): Promise<T> {
  return withConnection({ connectionString: url, application_name: "hookline migrate" }, async (client) => {
    await client.query("SELECT pg_advisory_lock($1)", [migrationLock]);
    return work();
  });
}

async function readMigrations(): Promise<MigrationList> {
  const baseDir = repositoryPath("prisma/migrations");
  const entries = await readdir(baseDir, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return {
    baseDir,
    lockfile: {
      path: "migration_lock.toml",
      content: await readFile(join(baseDir, "migration_lock.toml"), "utf8"),
    },
    shadowDbInitScript: "",
    migrationDirectories: await Promise.all(
      names.sort().map(async (path) => ({
        path,
        migrationFile: {
          path: "migration.sql",
          content: {
            tag: "ok" as const,
            value: await readFile(join(baseDir, path, "migration.sql"), "utf8"),
          },
        },
      })),
    ),
  };
}

function plain(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replaceAll(/\s*\n\s*/g, " ").trim();
}
