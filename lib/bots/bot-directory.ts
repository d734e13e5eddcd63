import type { UserFromGetMe } from "grammy/types";
import { LRUCache } from "lru-cache";
import type { Services } from "../context";
import { GroupCommit } from "../core/group-commit";
import { sameSecret } from "../core/vault";
import type { Series } from "../data/arrivals";
import { type BotRow, findBotsForWork, findWebhookSecret, userExists } from "../data/bots";

/** What a process keeps of a bot in order to work for it. */
export interface LoadedBot {
  id: number;
  ownerId: number;
  telegramId: number;
  username: string;
  name: string;
  token: string;
  /** undefined where the bot never had a webhook here. */
  webhookSecret: string | undefined;
  status: BotRow["status"];
  activeDoor: BotRow["activeDoor"];
  allowedUpdates: readonly string[];
  me: UserFromGetMe;
  replies: BotRow["replies"];
  /** Chats that are set aside, and whether what waits of them is being released; undefined where none is. */
  quarantine: ReadonlyMap<number, { releasing: boolean }> | undefined;
  /** How its updates are placed; every update placed in this process moves it on. */
  series: Series;
}

/** Bots by id, loaded when first asked for and forgotten when their row changes in any process. */
export interface BotDirectory {
  /** The bot if it is in memory, with no wait. */
  peek(botId: number): LoadedBot | undefined;
  get(botId: number): Promise<LoadedBot | undefined>;
  /**
   * Reads the bot anew where this is its webhook's secret by now, and else nothing but that secret, at most once a second: who guesses
   * must not have a bot's replies read.
   *
   * @returns undefined where it is not, or was asked for a moment ago.
   */
  reloadFor(botId: number, secret: string): Promise<LoadedBot | undefined>;
  /** Whether the tenant exists; absence is remembered for a short time. */
  hasTenant(userId: number): Promise<boolean>;
  /** Whether the answer to `get(botId)` is already in memory, a remembered absence included. */
  knows(botId: number): boolean;
  forget(botId: number): void;
  forgetAll(): void;
}

/** A bot's token or secret cannot be opened: trying again does not help. */
class UnreadableBot extends Error {
  override readonly name = "UnreadableBot";
}

/** How long it is remembered that a bot or tenant does not exist, so that guessing costs no database read. */
const absentMs = 10_000;

/** Letters of replies that a process keeps at most, of all bots together. */
const maxLetters = 64_000_000;

/** About as many letters as a bot's replies have; buttons are counted, not read. */
function lettersOf({ replies }: LoadedBot): number {
  const buttons = (rows: unknown) => (Array.isArray(rows) ? 200 * rows.flat().length : 0);
  return replies.reduce((sum, reply) => sum + reply.text.length + buttons(reply.buttons), 1_000);
}

/** @param onNewDoor what has to be done before bots whose door has changed a moment ago are worked for. */
export function createBotDirectory(
  services: Pick<Services, "data" | "vault">,
  onNewDoor: (botIds: readonly number[]) => Promise<void> = async () => {},
  maxBots = 20_000,
): BotDirectory {
  // Bots with long lists of replies make room sooner, so that no tenant's lists fill the memory.
  const bots = new LRUCache<number, LoadedBot>({
    max: maxBots,
    maxSize: maxLetters,
    sizeCalculation: lettersOf,
  });
  const absent = new LRUCache<number, true>({ max: 50_000, ttl: absentMs });
  const reloaded = new LRUCache<number, true>({ max: 50_000, ttl: 1_000 });
  const tenants = new LRUCache<number, boolean>({ max: 50_000 });
  /** Loads under way: a stampede of one bot's first updates loads it once. */
  const loading = new Map<number, Promise<LoadedBot | undefined>>();
  /** Bots that are asked for together are read together. */
  const reads = new GroupCommit<number, BotRow | undefined>({
    // Each may have a list of a megabyte, and all of a batch are read in one go.
    most: 20,
    slots: 2,
    async commit(botIds) {
      const found = await findBotsForWork(services.data, botIds);
      const moved = found.filter((row) => row.newDoor).map((row) => row.id);
      if (moved.length > 0) await onNewDoor(moved);
      const rows = new Map(found.map((row) => [row.id, row]));
      return botIds.map((botId) => rows.get(botId));
    },
  });
  /** Counts evictions, so that a load that began before one does not bring the old row back. */
  let evictions = 0;

  async function load(botId: number): Promise<LoadedBot | undefined> {
    const seen = evictions;
    const row = await reads.add(botId);
    const bot = row ? readable(row, services.vault) : undefined;
    if (seen === evictions) {
      if (bot) bots.set(botId, bot);
      else absent.set(botId, true);
    }
    return bot;
  }

  async function get(botId: number): Promise<LoadedBot | undefined> {
    const known = bots.get(botId);
    if (known || absent.has(botId)) return known;
    let pending = loading.get(botId);
    if (!pending) {
      pending = load(botId).finally(() => loading.delete(botId));
      loading.set(botId, pending);
    }
    return pending;
  }

  function forget(botId: number): void {
    evictions++;
    loading.delete(botId);
    bots.delete(botId);
    absent.delete(botId);
  }

  return {
    get,
    forget,
    peek: (botId) => bots.get(botId),
    knows: (botId) => bots.has(botId) || absent.has(botId),
    async reloadFor(botId, secret) {
      if (reloaded.has(botId)) return undefined;
      reloaded.set(botId, true);
      const sealed = await findWebhookSecret(services.data, botId);
      if (!sealed || !sameSecret(secret, openSecret(services.vault, sealed, botId))) return undefined;
      forget(botId);
      return get(botId);
    },
    async hasTenant(userId) {
      const known = tenants.get(userId);
      if (known !== undefined) return known;
      const exists = await userExists(services.data, userId);
      tenants.set(userId, exists, { ttl: absentMs });
      return exists;
    },
    forgetAll() {
      evictions++;
      loading.clear();
      bots.clear();
      absent.clear();
      tenants.clear();
    },
  };
}

/** Reads a bot past every memory; undefined where there is none. */
export async function readBot(
  { data, vault }: Pick<Services, "data" | "vault">,
  botId: number,
): Promise<LoadedBot | undefined> {
  const [row] = await findBotsForWork(data, [botId]);
  return row ? readable(row, vault) : undefined;
}

function readable(row: BotRow, vault: Services["vault"]): LoadedBot {
  try {
    return unseal(row, vault);
  } catch (error) {
    throw new UnreadableBot((error as Error).message, { cause: error });
  }
}

function unseal(row: BotRow, vault: Services["vault"]): LoadedBot {
  const { id, ownerId, telegramId, username, name, status, activeDoor, allowedUpdates, replies } = row;
  return {
    id,
    ownerId,
    telegramId,
    username,
    name,
    status,
    activeDoor,
    allowedUpdates,
    replies,
    quarantine: quarantineOf(row.quarantinedChats),
    series: row.series,
    token: vault.open({ keyId: row.tokenKeyId, cipher: row.tokenCipher }, `token:${telegramId}`),
    webhookSecret: row.webhookSecret === null ? undefined : openSecret(vault, row.webhookSecret, id),
    me: {
      id: telegramId,
      is_bot: true,
      first_name: name,
      username,
      can_join_groups: true,
      can_read_all_group_messages: false,
      can_connect_to_business: false,
      has_main_web_app: false,
      supports_inline_queries: false,
      has_topics_enabled: false,
      allows_users_to_create_topics: false,
      can_manage_bots: false,
      supports_guest_queries: false,
      supports_join_request_queries: false,
    },
  };
}

function quarantineOf(chats: BotRow["quarantinedChats"]): LoadedBot["quarantine"] {
  return chats === null ? undefined : new Map(chats.map(({ chatId, releasing }) => [chatId, { releasing }]));
}

/** The webhook secret's column holds `<key id>:<ciphertext>`: one column, whose name is fixed. */
export function openSecret(vault: Services["vault"], stored: string, botId: number): string {
  const at = stored.indexOf(":");
  return vault.open({ keyId: stored.slice(0, at), cipher: stored.slice(at + 1) }, `webhook:${botId}`);
}

/** The reverse of openSecret. */
export function sealSecret(vault: Services["vault"], secret: string, botId: number): string {
  const { keyId, cipher } = vault.seal(secret, `webhook:${botId}`);
  return `${keyId}:${cipher}`;
}
