import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { migrate, schemaDrift } from "../lib/data/migrate";
import { repositoryPath } from "../lib/data/repository";
import { startTestPostgres } from "../tests/support/postgres";

/**
 * `npm run db:migration -- add-broadcasts` writes the next migration: what schema.prisma says and the
 * migrations so far do not. `-- add-triggers --empty` writes an empty one, for SQL by hand.
 */
const [name, flag] = process.argv.slice(2);
if (!name || !/^[a-z0-9][a-z0-9_-]*$/.test(name)) {
  process.stderr.write("Name the migration: npm run db:migration -- add-broadcasts\n");
  process.exit(1);
}

const postgres = await startTestPostgres();
try {
  await migrate(postgres.url);
  const sql = flag === "--empty" ? "-- Written by hand.\n" : await schemaDrift(postgres.url);
  if (sql === "") {
    process.stdout.write("The migrations say what schema.prisma says: nothing to write.\n");
  } else {
    const stamp = new Date().toISOString().replaceAll(/\D/g, "").slice(0, 14);
    const folder = join(repositoryPath("prisma/migrations"), `${stamp}_${name.replaceAll("-", "_")}`);
    await mkdir(folder);
    await writeFile(join(folder, "migration.sql"), sql);
    process.stdout.write(`Wrote ${folder}/migration.sql. Read it before you commit it.\n`);
  }
} finally {
  await postgres.stop();
}
