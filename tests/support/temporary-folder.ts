import { chmod, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * A folder for one test, which PostgreSQL's user may pass through when the tests run as root. It lies in
 * the test server's own folder, whose watchdog removes it when the tests are broken off.
 */
export async function temporaryFolder(name: string): Promise<string> {
  const folder = await mkdtemp(join(process.env.HOOKLINE_TEST_FOLDER ?? tmpdir(), `hookline-${name}-`));
  await chmod(folder, 0o711);
  return folder;
}
