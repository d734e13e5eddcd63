import { startTestPostgres } from "./postgres";

/** Vitest's global set-up: one PostgreSQL for a whole run, or the one that HOOKLINE_TEST_PG names. */
export default async function setup(): Promise<() => Promise<void>> {
  if (process.env.HOOKLINE_TEST_PG) return async () => {};
  const server = await startTestPostgres();
  process.env.HOOKLINE_TEST_PG = server.url;
  process.env.HOOKLINE_TEST_FOLDER = server.folder;
  return async () => {
    delete process.env.HOOKLINE_TEST_PG;
    delete process.env.HOOKLINE_TEST_FOLDER;
    await server.stop();
  };
}
