import type { Database } from "./database";

/** A bot's ciphertexts as they are stored. */
export interface SealedSecrets {
  id: number;
  telegramId: number;
  tokenKeyId: string;
  tokenCipher: string;
  /** `<key id>:<ciphertext>` */
  webhookSecret: string | null;
}

/** Bots with a secret that is not under the newest key, by id upwards from `after`. */
export async function findStaleSecrets(
  data: Database,
  { newestKeyId, after, limit }: { newestKeyId: string; after: number; limit: number },
): Promise<SealedSecrets[]> {
  const { rows } = await data.pool.query<SealedSecrets>(
    `SELECT id, telegram_id AS "telegramId", token_key_id AS "tokenKeyId", token_cipher AS "tokenCipher",
       webhook_secret AS "webhookSecret"
     FROM user_bots
     WHERE id > $1 AND (token_key_id <> $2 OR split_part(webhook_secret, ':', 1) <> $2)
     ORDER BY id LIMIT $3`,
    [after, newestKeyId, limit],
  );
  return rows;
}

/**
 * Replaces a bot's ciphertexts where they are still the ones that were read: a token that its owner
 * replaces meanwhile stays.
 */
export async function replaceSecrets(
  data: Database,
  read: SealedSecrets,
  fresh: Pick<SealedSecrets, "tokenKeyId" | "tokenCipher" | "webhookSecret">,
): Promise<boolean> {
  const { rowCount } = await data.pool.query(
    `UPDATE user_bots SET token_key_id = $4, token_cipher = $5, webhook_secret = $6
     WHERE id = $1 AND token_cipher = $2 AND webhook_secret IS NOT DISTINCT FROM $3`,
    [read.id, read.tokenCipher, read.webhookSecret, fresh.tokenKeyId, fresh.tokenCipher, fresh.webhookSecret],
  );
  return rowCount === 1;
}

/** A person's second factor as it is stored. */
export interface SealedTotp {
  id: number;
  /** `<key id>:<ciphertext>` */
  totpSecret: string;
}

/** People whose second factor is not under the newest key, by id upwards from `after`. */
export async function findStaleTotps(
  data: Database,
  { newestKeyId, after, limit }: { newestKeyId: string; after: number; limit: number },
): Promise<SealedTotp[]> {
  const { rows } = await data.pool.query<SealedTotp>(
    `SELECT id, totp_secret AS "totpSecret" FROM users
     WHERE id > $1 AND split_part(totp_secret, ':', 1) <> $2 ORDER BY id LIMIT $3`,
    [after, newestKeyId, limit],
  );
  return rows;
}

/** Replaces a person's ciphertext where it is still the one that was read. */
export async function replaceTotp(data: Database, read: SealedTotp, fresh: string): Promise<boolean> {
  const { rowCount } = await data.pool.query(
    "UPDATE users SET totp_secret = $3 WHERE id = $1 AND totp_secret = $2",
    [read.id, read.totpSecret, fresh],
  );
  return rowCount === 1;
}
