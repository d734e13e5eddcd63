import { sealSecret } from "../../lib/bots/bot-directory";
import type { Vault } from "../../lib/core/vault";
import { newWebhookSecret } from "../../lib/core/vault";
import type { Database } from "../../lib/data/database";
import type { LoadTarget } from "./load/plan";

/** A bot that Telegram knows. */
export interface KnownBot {
  id: number;
  token: string;
  username: string;
}

export interface FleetOptions {
  door: "webhook" | "polling";
  /** Bots of the simulator, or how many made-up ones. */
  bots: readonly KnownBot[] | number;
  baseUrl: string;
}

const tenants = 20;

/**
 * Puts bots straight into the database, registered, switched and with two replies each: thousands of
 * registrations over the API would measure something else.
 *
 * @returns where Telegram would post each bot's updates.
 */
export async function insertFleet(
  data: Database,
  vault: Vault,
  options: FleetOptions,
): Promise<LoadTarget[]> {
  const { door, baseUrl } = options;
  await data.pool.query("TRUNCATE users, user_bots, updates, bot_minutes RESTART IDENTITY CASCADE");
  await data.pool.query(
    `INSERT INTO users (email, password_hash, role)
     SELECT 'bench' || n || '@example.org', 'none', 'tenant' FROM generate_series(1, $1) n`,
    [tenants],
  );
  const bots =
    typeof options.bots === "number"
      ? Array.from({ length: options.bots }, (_, i) => madeUpBot(i + 1))
      : options.bots;
  const rows = bots.map((bot, i) => {
    const id = i + 1;
    const secret = newWebhookSecret(id);
    const sealed = vault.seal(bot.token, `token:${bot.id}`);
    return {
      id,
      owner_id: 1 + (i % tenants),
      telegram_id: bot.id,
      username: bot.username,
      name: `Bench ${id}`,
      token_cipher: sealed.cipher,
      token_key_id: sealed.keyId,
      token_fingerprint: vault.fingerprint(bot.token),
      mode: door,
      active_door: door,
      allowed_updates: ["message", "callback_query"],
      webhook_enabled: door === "webhook",
      webhook_secret: sealSecret(vault, secret, id),
      webhook_url: `${baseUrl}/webhook/${1 + (i % tenants)}`,
      secret,
    };
  });
  for (let i = 0; i < rows.length; i += 2_000) {
    await data.pool.query(
      `INSERT INTO user_bots (id, owner_id, telegram_id, username, name, token_cipher, token_key_id,
         token_fingerprint, mode, active_door, allowed_updates, webhook_enabled, webhook_secret, webhook_url)
       SELECT id, owner_id, telegram_id, username, name, token_cipher, token_key_id, token_fingerprint, mode,
         active_door, allowed_updates, webhook_enabled, webhook_secret, webhook_url
       FROM jsonb_populate_recordset(NULL::user_bots, $1)`,
      [JSON.stringify(rows.slice(i, i + 2_000))],
    );
  }
  await data.pool.query(
    `INSERT INTO replies (bot_id, position, trigger_type, trigger_value, text, enabled)
     SELECT id, 0, 'command'::trigger_type, 'help', 'Ask me anything.', true FROM user_bots
     UNION ALL SELECT id, 1, 'command'::trigger_type, 'start', 'Hello, {{first_name}}!', true FROM user_bots`,
  );
  await data.pool.query("SELECT setval('user_bots_id_seq', greatest($1::int, 1), $1::int > 0)", [
    rows.length,
  ]);
  await data.pool.query("VACUUM ANALYZE user_bots, replies");
  return rows.map(({ owner_id, secret }) => ({ path: `/webhook/${owner_id}`, secret }));
}

function madeUpBot(n: number): KnownBot {
  const id = 7_000_000_000 + n;
  return { id, token: `${id}:${"bench".repeat(7)}`, username: `bench_${n}_bot` };
}
