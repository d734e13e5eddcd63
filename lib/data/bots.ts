import { notFound } from "../core/errors";
import { type Series, seriesOf } from "./arrivals";
import type { Database } from "./database";
import { databaseNow } from "./database-time";
import { isDuplicate } from "./duplicate";
import type { Bot as BotEntity, Prisma, Reply } from "./generated/client";

export type { BotEntity };

/** A bot with its replies, as the hallway needs it. */
export interface BotRow {
  id: number;
  ownerId: number;
  telegramId: number;
  username: string;
  name: string;
  tokenCipher: string;
  tokenKeyId: string;
  webhookSecret: string | null;
  status: BotEntity["status"];
  activeDoor: BotEntity["activeDoor"];
  allowedUpdates: string[];
  /** In their order. */
  replies: ReplyRow[];
  /** Null where no chat is set aside. */
  quarantinedChats: { chatId: number; releasing: boolean }[] | null;
  series: Series;
  /** Its door is being changed, or was within the last minutes: what came by the old one may be in work. */
  newDoor: boolean;
}

type ReplyRow = Pick<
  Reply,
  "triggerType" | "triggerValue" | "text" | "parseMode" | "buttons" | "language" | "enabled"
>;

/**
 * Bots for work, all in one statement and by hand: thousands of them come within seconds when a process
 * starts, and Prisma takes five times the processor time and leaves as much more to be collected.
 */
export async function findBotsForWork(data: Database, botIds: readonly number[]): Promise<BotRow[]> {
  const { rows } = await data.pool.query({
    name: "bots-for-work",
    text: `SELECT b.id, b.owner_id AS "ownerId", b.telegram_id AS "telegramId", b.username, b.name,
        b.token_cipher AS "tokenCipher", b.token_key_id AS "tokenKeyId", b.webhook_secret AS "webhookSecret",
        b.status::text, b.active_door::text AS "activeDoor", b.allowed_updates AS "allowedUpdates",
        (SELECT coalesce(json_agg(json_build_object('triggerType', r.trigger_type, 'triggerValue', r.trigger_value,
            'text', r.text, 'parseMode', r.parse_mode, 'buttons', r.buttons, 'language', r.language,
            'enabled', r.enabled) ORDER BY r.position), '[]')
         FROM replies r WHERE r.bot_id = b.id) AS replies,
        (SELECT json_agg(json_build_object('chatId', q.chat_id, 'releasing', q.releasing_since IS NOT NULL))
         FROM quarantined_chats q WHERE q.bot_id = b.id) AS "quarantinedChats",
        ${seriesOf("b")} AS series,
        b.switching_since IS NOT NULL OR coalesce(b.webhook_set_at > now() - interval '3 minutes', false)
          AS "newDoor"
      FROM user_bots b WHERE b.id = ANY ($1::int[])`,
    values: [botIds],
  });
  return rows as BotRow[];
}

/** The secret of a bot's webhook as it is stored, sealed; null or undefined where there is none. */
export async function findWebhookSecret(data: Database, botId: number): Promise<string | null | undefined> {
  const { rows } = await data.pool.query<{ webhook_secret: string | null }>({
    name: "webhook-secret",
    text: "SELECT webhook_secret FROM user_bots WHERE id = $1",
    values: [botId],
  });
  return rows[0]?.webhook_secret;
}

/** A tenant's bot, or nothing: another tenant's is as absent as one that does not exist. */
export function findOwnedBot(data: Database, ownerId: number, botId: number) {
  return data.prisma.bot.findFirst({ where: { id: botId, ownerId } });
}

export function findBot(data: Database, botId: number) {
  return data.prisma.bot.findUnique({ where: { id: botId } });
}

/** A tenant's bots by id, upwards from `after`. */
export function findBotsOf(data: Database, ownerId: number, limit: number, after: number) {
  return data.prisma.bot.findMany({
    where: { ownerId, id: { gt: after } },
    orderBy: { id: "asc" },
    take: limit,
  });
}

export async function userExists(data: Database, userId: number): Promise<boolean> {
  return (await data.prisma.user.count({ where: { id: userId } })) > 0;
}

export function findByTelegramId(data: Database, telegramId: number) {
  return data.prisma.bot.findUnique({ where: { telegramId } });
}

/**
 * Stores a new bot. Two registrations of one token at once: the unique telegram_id lets one through.
 *
 * @returns undefined where the bot is registered already.
 */
export async function insertBot(data: Database, bot: Prisma.BotUncheckedCreateInput) {
  try {
    return await data.prisma.bot.create({ data: bot });
  } catch (error) {
    if (isDuplicate(error)) return undefined;
    throw error;
  }
}

export function updateBotRow(data: Database, botId: number, change: Prisma.BotUncheckedUpdateInput) {
  return data.prisma.bot.update({ where: { id: botId }, data: change });
}

/** Columns of a bot that a change sets. */
export type BotColumns = Partial<Omit<BotEntity, "id" | "telegramId" | "pollOffset">>;

/** What can change together with a line on the timeline. */
export interface DoorChange {
  botId: number;
  set: BotColumns;
  /** The webhook has just been set: webhookSetAt is now, by the database's clock, as a process's own may be wrong. */
  webhookIsSet?: boolean;
  /** The door it came from, where that is not the one in its row: a switch passes through "none". */
  fromDoor?: "webhook" | "polling" | "none";
  /** Only where the bot still stands like this; races are settled here. */
  onlyIf?: BotColumns;
  /** ... and has not this status. */
  unless?: BotEntity["status"];
  reason: string;
  actor: "tenant" | "admin" | "hookline";
}

/** "activeDoor" is the column active_door. */
const columnOf = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/**
 * Changes a bot's door or status and writes why, in one statement: a transaction of several would hold the
 * bot's row while a busy process finds the time for the next one.
 *
 * @returns the bot as it is now; undefined where it no longer stood as `onlyIf` asks, or is gone.
 */
export async function changeDoor(data: Database, change: DoorChange): Promise<BotEntity | undefined> {
  const { botId, set, webhookIsSet, onlyIf = {}, unless, reason, actor, fromDoor } = change;
  const values: unknown[] = [botId, reason, actor, fromDoor ?? null, unless ?? null];
  const param = (value: unknown) => `$${values.push(value)}`;
  const sets = Object.entries(set).map(([name, value]) => `${columnOf(name)} = ${param(value)}`);
  if (webhookIsSet) sets.push("webhook_set_at = now()");
  if (set.activeDoor !== undefined) {
    const door = param(set.activeDoor);
    sets.push(
      `door_changed_at = CASE WHEN b.active_door = ${door}::door THEN b.door_changed_at ELSE now() END`,
    );
  }
  const conditions = Object.entries(onlyIf).map(
    ([name, value]) => ` AND b.${columnOf(name)} IS NOT DISTINCT FROM ${param(value)}`,
  );
  const { rowCount } = await data.pool.query(
    `WITH before AS (SELECT id, active_door FROM user_bots WHERE id = $1 FOR UPDATE),
      changed AS (
        UPDATE user_bots b SET ${[...sets, "switching_since = NULL"].join(", ")}
        FROM before WHERE b.id = before.id AND ($5::bot_status IS NULL OR b.status <> $5)${conditions.join("")}
        RETURNING b.id, before.active_door AS from_door, b.active_door, b.status)
    INSERT INTO transport_events (bot_id, from_door, to_door, status, reason, actor)
    SELECT id, coalesce($4::door, from_door), active_door, status, $2, $3 FROM changed`,
    values,
  );
  return rowCount === 1 ? ((await findBot(data, botId)) ?? undefined) : undefined;
}

/** After this long a switch that did not end was abandoned by a process that died. Milliseconds. */
export const abandonedMs = 60_000;

/**
 * Marks that a switch begins: the door is "none" until it ends, and `set` holds what was asked for.
 * Only one switch of a bot runs at a time.
 *
 * @param seen claim it only if the bot still stands as it did then.
 * @returns the bot as it stood before and as it is now; undefined while another switch is under way.
 * @throws HooklineError not_found.
 */
export async function claimSwitch(data: Database, botId: number, set: BotColumns, seen?: BotEntity) {
  const [before, now] = await Promise.all([findBot(data, botId), databaseNow(data)]);
  if (!before) throw notFound();
  const { mode, status, activeDoor, switchingSince } = before;
  if (seen && !standsAs(before, seen)) return undefined;
  if (switchingSince && now - switchingSince.getTime() < abandonedMs) return undefined;
  const [claimed] = await data.prisma.bot.updateManyAndReturn({
    where: { id: botId, mode, status, activeDoor, switchingSince },
    data: { ...set, activeDoor: "none", switchingSince: new Date(now) },
  });
  return claimed && { before, now: claimed };
}

/** Whether nothing has happened to a bot's door since. */
const standsAs = (now: BotEntity, seen: BotEntity): boolean =>
  now.mode === seen.mode &&
  now.status === seen.status &&
  now.activeDoor === seen.activeDoor &&
  now.doorChangedAt.getTime() === seen.doorChangedAt.getTime() &&
  now.switchingSince?.getTime() === seen.switchingSince?.getTime();

/** A bot's timeline, newest first. */
export function findTransportEvents(data: Database, botId: number, limit: number, before?: number) {
  return data.prisma.transportEvent.findMany({
    where: { botId, ...(before === undefined ? {} : { id: { lt: before } }) },
    orderBy: { id: "desc" },
    take: limit,
  });
}

export async function deleteBot(data: Database, botId: number): Promise<void> {
  await data.prisma.bot.deleteMany({ where: { id: botId } });
}

export async function findOwnerOf(data: Database, botId: number): Promise<number | undefined> {
  const row = await data.prisma.bot.findUnique({ where: { id: botId }, select: { ownerId: true } });
  return row?.ownerId;
}
