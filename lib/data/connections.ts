import pg from "pg";

/**
 * A connection to PostgreSQL, alone or of a pool. pg tells of its loss by an "error" event too, at any moment and
 * even with no query under way, and such an event ends the process where nobody listens. So each has a listener
 * from the start; who works on it learns of the loss from the query under way or the next one.
 */
export class Connection extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    super(config);
    this.on("error", () => {});
  }
}

/** int8 as number: ids of updates and chats stay below 2^53, as the Bot API promises. */
export const int8AsNumber: pg.CustomTypesConfig = {
  getTypeParser(oid, format) {
    if (oid === pg.types.builtins.INT8 && format !== "binary") return Number;
    return pg.types.getTypeParser(oid, format as "text");
  },
};

/** Opens nothing yet: the first query connects. `onError` is told of idle connections that were lost. */
export function openPool(config: pg.PoolConfig, onError: (error: Error) => void = () => {}): pg.Pool {
  const pool = new pg.Pool({ ...config, Client: Connection });
  pool.on("error", onError);
  return pool;
}

/**
 * Lends a connection of the pool to `work`. Only one that is known to be outside of a transaction goes back: in any
 * other state (lost, an answer missing, in the middle of a COPY) it is closed, and PostgreSQL rolls back.
 */
export async function withClient<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    return await work(client);
  } finally {
    client.release(client.getTransactionStatus() !== "I");
  }
}

/** Lends a connection of its own to `work`, and closes it. */
export async function withConnection<T>(
  config: pg.ClientConfig,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const connection = new Connection(config);
  try {
    await connection.connect();
    return await work(connection);
  } finally {
    await connection.end().catch(() => {});
  }
}
