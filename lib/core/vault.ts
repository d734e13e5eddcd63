import { createCipheriv, createDecipheriv, createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** A secret at rest: the key's id beside `v1.<iv>.<tag>.<ciphertext>` in base64url. */
export interface Sealed {
  keyId: string;
  cipher: string;
}

export interface VaultKey {
  id: string;
  /** 32 bytes. */
  key: Buffer;
}

/** Seals and opens tokens and webhook secrets, and fingerprints tokens. */
export interface Vault {
  /** Encrypts under the newest key. `context` binds the text to its place, e.g. "token:42". */
  seal(text: string, context: string): Sealed;
  /** Throws when the key is not known, the context differs or the text was tampered with. */
  open(sealed: Sealed, context: string): string;
  /** The id of the key under which new secrets are sealed. */
  readonly newestKeyId: string;
  /** Equal tokens give equal fingerprints; a fingerprint tells nothing of its token. */
  fingerprint(token: string): string;
}

const algorithm = "aes-256-gcm";

/**
 * AES-256-GCM (NIST SP 800-38D) with a random 96-bit IV for each secret.
 *
 * @param keys newest first; old keys stay readable.
 */
export function createVault(keys: readonly VaultKey[]): Vault {
  const [newest] = keys;
  if (!newest) throw new Error("The vault needs at least one key.");
  const byId = new Map(keys.map(({ id, key }) => [id, key]));

  return {
    newestKeyId: newest.id,
    seal(text, context) {
      const iv = randomBytes(12);
      const cipher = createCipheriv(algorithm, newest.key, iv).setAAD(Buffer.from(context));
      const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
      const parts = [iv, cipher.getAuthTag(), body].map((part) => part.toString("base64url"));
      return { keyId: newest.id, cipher: `v1.${parts.join(".")}` };
    },
    open(sealed, context) {
      const key = byId.get(sealed.keyId);
      if (!key) throw new Error(`No encryption key "${sealed.keyId}": add it to TOKEN_ENCRYPTION_KEYS.`);
      const [version, iv, tag, body] = sealed.cipher.split(".");
      if (version !== "v1" || iv === undefined || tag === undefined || body === undefined) {
        throw new Error("A stored secret is not in the form v1.<iv>.<tag>.<ciphertext>.");
      }
      const decipher = createDecipheriv(algorithm, key, Buffer.from(iv, "base64url"), { authTagLength: 16 });
      decipher.setAAD(Buffer.from(context)).setAuthTag(Buffer.from(tag, "base64url"));
      return decipher.update(body, "base64url", "utf8") + decipher.final("utf8");
    },
    // A token holds over 200 random bits: its plain hash cannot be searched back.
    fingerprint: (token) => createHash("sha256").update(`hookline token ${token}`).digest("base64url"),
  };
}

/** A fresh webhook secret: `<bot id>_<43 random characters>`, all of them allowed by setWebhook. */
export function newWebhookSecret(botId: number): string {
  return `${botId}_${randomBytes(32).toString("base64url")}`;
}

/**
 * The bot id that a webhook secret names, or undefined where it has not the right form.
 * Says nothing about whether the secret is the bot's.
 */
export function botIdOfSecret(secret: string): number | undefined {
  const match = /^([1-9]\d{0,8})_[A-Za-z0-9_-]{43}$/.exec(secret);
  return match ? Number(match[1]) : undefined;
}

/** Compares in a time that does not depend on where the texts differ. */
export function sameSecret(given: string, expected: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(expected);
  return a.length === b.length && timingSafeEqual(a, b);
}
