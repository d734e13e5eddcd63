import { withConnection } from "./connections";

/** The oldest PostgreSQL that Hookline works with, as server_version_num. */
const oldest = 140_000;

/**
 * What is wrong with the PostgreSQL that DATABASE_URL names, in one sentence without its password;
 * undefined where nothing is.
 */
export async function checkServer(url: string): Promise<string | undefined> {
  const { hostname, port, pathname, username } = new URL(url);
  const place = `${hostname || "localhost"}:${port || "5432"}`;
  try {
    const { rows } = await withConnection(
      { connectionString: url, connectionTimeoutMillis: 5_000 },
      (client) => client.query<{ server_version_num: string }>("SHOW server_version_num"),
    );
    const version = Number(rows[0]?.server_version_num);
    if (version >= oldest) return undefined;
    return `DATABASE_URL: the server at ${place} is PostgreSQL ${Math.floor(version / 10_000)}, and Hookline needs 14 or newer.`;
  } catch (error) {
    const { code, message } = error as { code?: string; message?: string };
    if (code === "28P01" || code === "28000") {
      return `DATABASE_URL: the server at ${place} refuses the user ${decodeURIComponent(username)} or its password.`;
    }
    if (code === "3D000") {
      return `DATABASE_URL: the server at ${place} has no database ${decodeURIComponent(pathname.slice(1))}: create it first.`;
    }
    return `DATABASE_URL: no PostgreSQL answers at ${place} (${code ?? message ?? "no reason given"}).`;
  }
}
