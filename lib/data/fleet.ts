import type { BotEntity } from "./bots";
import type { Database } from "./database";

export type FleetSort =
  | "id"
  | "username"
  | "owner"
  | "door"
  | "status"
  | "lastUpdate"
  | "pending"
  | "createdAt"
  | "health";

/** Which bots of the whole deployment, and in what order. */
export interface FleetFilter {
  /** Part of a username, name or owner's address, or a bot's number here or at Telegram. */
  search?: string | undefined;
  door?: "webhook" | "polling" | "none" | undefined;
  status?: "active" | "paused" | "unauthorized" | "conflict" | undefined;
  sort?: FleetSort | undefined;
  direction?: "asc" | "desc" | undefined;
  /** What the verdict was when the fleet was judged last; sorted from the worst to the best. */
  health?: BotEntity["verdict"] | undefined;
}

/** Columns behind each way of sorting; GREATEST passes over nulls. */
const orders: Record<FleetSort, string> = {
  id: "b.id",
  username: "lower(b.username)",
  owner: "u.email",
  door: "b.active_door",
  status: "b.status",
  lastUpdate: "greatest(b.last_webhook_update, b.last_polling_update)",
  pending: "b.pending_count",
  createdAt: "b.created_at",
  health: "b.verdict",
};

/** The conditions of a filter and their values, from $1 on. */
function conditions(filter: FleetFilter): { from: string; where: string; values: unknown[] } {
  const { search, door, status, health } = filter;
  const values: unknown[] = [];
  const value = (given: unknown) => `$${values.push(given)}`;
  const where: string[] = [];
  const from = "user_bots b JOIN users u ON u.id = b.owner_id";
  if (door) where.push(`b.active_door = ${value(door)}::door`);
  if (status) where.push(`b.status = ${value(status)}::bot_status`);
  if (health) where.push(`b.verdict = ${value(health)}::verdict_status`);
  if (search) {
    const text = value(`%${search.replace(/^@/, "").replaceAll(/[\\%_]/g, "\\$&")}%`);
    const named = [`b.username ILIKE ${text}`, `b.name ILIKE ${text}`, `u.email ILIKE ${text}`];
    if (/^\d{1,15}$/.test(search)) {
      const number = value(search);
      named.push(`b.id::text = ${number}`, `b.telegram_id::text = ${number}`);
    }
    where.push(`(${named.join(" OR ")})`);
  }
  return { from, where: where.length > 0 ? `WHERE ${where.join(" AND ")}` : "", values };
}

function orderBy({ sort = "id", direction = "asc" }: FleetFilter): string {
  return `${orders[sort]} ${direction === "desc" ? "DESC" : "ASC"} NULLS LAST, b.id`;
}

/** One page of bots with their owners' addresses, and how many there are in all. */
export async function findFleet(data: Database, filter: FleetFilter & { limit: number; offset: number }) {
  const { from, where, values } = conditions(filter);
  const [page, counted] = await Promise.all([
    data.pool.query(
      `SELECT b.id, u.email AS "ownerEmail" FROM ${from} ${where} ORDER BY ${orderBy(filter)}
       LIMIT $${values.length + 1} OFFSET $${values.length + 2}`,
      [...values, filter.limit, filter.offset],
    ),
    data.pool.query(`SELECT count(*)::int AS n FROM ${from} ${where}`, values),
  ]);
  const found = page.rows as { id: number; ownerEmail: string }[];
  const bots = await data.prisma.bot.findMany({ where: { id: { in: found.map(({ id }) => id) } } });
  const byId = new Map(bots.map((bot) => [bot.id, bot]));
  const rows = found.flatMap(({ id, ownerEmail }) => {
    const bot = byId.get(id);
    return bot ? [{ bot, ownerEmail }] : [];
  });
  return { rows, total: (counted.rows[0] as { n: number }).n };
}

/** The numbers of the bots that fit, at most `limit` of them, in the filter's order. */
export async function findFleetIds(data: Database, filter: FleetFilter, limit: number): Promise<number[]> {
  const { from, where, values } = conditions(filter);
  const { rows } = await data.pool.query(
    `SELECT b.id FROM ${from} ${where} ORDER BY ${orderBy(filter)} LIMIT $${values.length + 1}`,
    [...values, limit],
  );
  return (rows as { id: number }[]).map(({ id }) => id);
}

export async function findOwnerEmails(data: Database, ids: readonly number[]): Promise<Map<number, string>> {
  const users = await data.prisma.user.findMany({
    where: { id: { in: [...ids] } },
    select: { id: true, email: true },
  });
  return new Map(users.map(({ id, email }) => [id, email]));
}
