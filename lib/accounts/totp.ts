import { generateSecret, generateURI, verifySync } from "otplib";
import type { Vault } from "../core/vault";

/** Time-based one-time passwords (RFC 6238): SHA-1, six digits, steps of 30 seconds, as every app knows them. */
const stepS = 30;

/** 160 random bits in base32, as RFC 4226 recommends. */
export function newTotpSecret(): string {
  return generateSecret();
}

/** What the app reads from the QR code. */
export function totpUri(secret: string, email: string): string {
  return generateURI({ issuer: "Hookline", label: email, secret });
}

/** Six digits, however they were typed: apps show them with a space in the middle. */
export function totpCodeOf(typed: string): string | undefined {
  const digits = typed.replaceAll(/\s/g, "");
  return /^\d{6}$/.test(digits) ? digits : undefined;
}

/**
 * The step whose code this is. A clock may be half a minute off either way (RFC 6238, 5.2).
 *
 * @returns undefined for a wrong code. Whether the step was used before is not asked here.
 */
export function stepOfCode(secret: string, code: string, nowMs: number): number | undefined {
  const epoch = Math.floor(nowMs / 1000);
  const answer = verifySync({ secret, token: code, epoch, epochTolerance: stepS });
  return answer.valid ? Math.floor(epoch / stepS) + answer.delta : undefined;
}

/** The secret as it is stored, bound to its person: `<key id>:<ciphertext>`. */
export function sealTotpSecret(vault: Pick<Vault, "seal">, secret: string, userId: number): string {
  const { keyId, cipher } = vault.seal(secret, `totp:${userId}`);
  return `${keyId}:${cipher}`;
}

/** The reverse of sealTotpSecret. */
export function openTotpSecret(vault: Pick<Vault, "open">, stored: string, userId: number): string {
  const at = stored.indexOf(":");
  return vault.open({ keyId: stored.slice(0, at), cipher: stored.slice(at + 1) }, `totp:${userId}`);
}
