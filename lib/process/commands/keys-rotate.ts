import { openTotpSecret, sealTotpSecret } from "../../accounts/totp";
import { openSecret, sealSecret } from "../../bots/bot-directory";
import { parseConfig } from "../../config/env";
import { withSecrets } from "../../config/secrets";
import { createVault, type Vault } from "../../core/vault";
import type { Database } from "../../data/database";
import { findStaleSecrets, findStaleTotps, replaceSecrets, replaceTotp } from "../../data/sealed-secrets";
import type { Command } from "./command";

const pageSize = 500;

export const keysRotateCommand: Command = {
  name: "keys rotate",
  usage: "",
  summary: "encrypt tokens and other secrets anew, under the first key of TOKEN_ENCRYPTION_KEYS",
  options: {},
  async run(ctx) {
    // As with `npm start`, keys beside an embedded database are made where they are missing.
    const embedded = ctx.config.DATABASE_URL === undefined;
    const env = withSecrets(ctx.env, ctx.config.DATA_DIR, embedded);
    const { TOKEN_ENCRYPTION_KEYS: keys = [] } = parseConfig(env);
    const vault = createVault(keys);
    const data = await ctx.data();
    const rotated = await rotateBots(data, vault);
    const people = await rotateSecondFactors(data, vault);
    return {
      json: { rotated, people, keyId: vault.newestKeyId },
      text: `Encrypted the secrets of ${rotated} bots and ${people} people under the key "${vault.newestKeyId}".`,
    };
  },
};

async function rotateBots(data: Database, vault: Vault): Promise<number> {
  const { newestKeyId } = vault;
  return inPages(
    (after) => findStaleSecrets(data, { newestKeyId, after, limit: pageSize }),
    (bot) => {
      const context = `token:${bot.telegramId}`;
      const token = vault.open({ keyId: bot.tokenKeyId, cipher: bot.tokenCipher }, context);
      const sealed = vault.seal(token, context);
      const secret = bot.webhookSecret === null ? null : openSecret(vault, bot.webhookSecret, bot.id);
      return replaceSecrets(data, bot, {
        tokenKeyId: sealed.keyId,
        tokenCipher: sealed.cipher,
        webhookSecret: secret === null ? null : sealSecret(vault, secret, bot.id),
      });
    },
  );
}

async function rotateSecondFactors(data: Database, vault: Vault): Promise<number> {
  const { newestKeyId } = vault;
  return inPages(
    (after) => findStaleTotps(data, { newestKeyId, after, limit: pageSize }),
    (person) => {
      const secret = openTotpSecret(vault, person.totpSecret, person.id);
      return replaceTotp(data, person, sealTotpSecret(vault, secret, person.id));
    },
  );
}

/** @returns of how many rows `rotate` said that it replaced them. */
async function inPages<Row extends { id: number }>(
  pageAfter: (id: number) => Promise<Row[]>,
  rotate: (row: Row) => Promise<boolean>,
): Promise<number> {
  let rotated = 0;
  for (let after = 0; ; ) {
    const page = await pageAfter(after);
    for (const row of page) if (await rotate(row)) rotated++;
    const last = page.at(-1);
    if (!last || page.length < pageSize) return rotated;
    after = last.id;
  }
}
