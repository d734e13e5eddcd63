import type { Database } from "./database";

/** A person's second factor as it is stored. */
export interface TwoFactorRow {
  email: string;
  /** `<key id>:<ciphertext>`; null where there is none. */
  totpSecret: string | null;
  totpStartedAt: Date | null;
  totpEnabledAt: Date | null;
  totpLastStep: number;
}

export async function findTwoFactor(data: Database, userId: number): Promise<TwoFactorRow | null> {
  return data.prisma.user.findUnique({
    where: { id: userId },
    select: { email: true, totpSecret: true, totpStartedAt: true, totpEnabledAt: true, totpLastStep: true },
  });
}

/**
 * Keeps a secret that is being set up, in the place of one begun before.
 *
 * @returns false where the second factor is on already.
 */
export async function keepTotpDraft(
  data: Database,
  draft: { userId: number; totpSecret: string; at: Date },
): Promise<boolean> {
  const { count } = await data.prisma.user.updateMany({
    where: { id: draft.userId, totpEnabledAt: null },
    data: { totpSecret: draft.totpSecret, totpStartedAt: draft.at },
  });
  return count === 1;
}

/**
 * Turns the second factor on with the secret that was read, and replaces the recovery codes: all or nothing.
 *
 * @returns false where another set-up has begun meanwhile, or it is on already.
 */
export async function enableTotp(
  data: Database,
  change: { userId: number; totpSecret: string; step: number; codeHashes: readonly string[] },
): Promise<boolean> {
  const { rows } = await data.pool.query(
    `WITH person AS (
       UPDATE users SET totp_enabled_at = now(), totp_started_at = NULL, totp_last_step = $3
       WHERE id = $1 AND totp_secret = $2 AND totp_enabled_at IS NULL RETURNING id),
     gone AS (DELETE FROM recovery_codes WHERE user_id IN (SELECT id FROM person)),
     fresh AS (INSERT INTO recovery_codes (code_hash, user_id) SELECT unnest($4::text[]), id FROM person)
     SELECT id FROM person`,
    [change.userId, change.totpSecret, change.step, change.codeHashes],
  );
  return rows.length === 1;
}

/**
 * Uses up a step of 30 seconds: its code, and those of earlier steps, count no more.
 *
 * @returns false where the step was used before, also by another process at the same moment.
 */
export async function spendTotpStep(
  data: Database,
  use: { userId: number; totpSecret: string; step: number },
): Promise<boolean> {
  const { rowCount } = await data.pool.query(
    `UPDATE users SET totp_last_step = $3
     WHERE id = $1 AND totp_secret = $2 AND totp_enabled_at IS NOT NULL AND totp_last_step < $3`,
    [use.userId, use.totpSecret, use.step],
  );
  return rowCount === 1;
}

/** @returns false where this person has no such code, or it was used before. */
export async function spendRecoveryCode(
  data: Database,
  code: { userId: number; codeHash: string },
): Promise<boolean> {
  const { count } = await data.prisma.recoveryCode.updateMany({
    where: { ...code, usedAt: null },
    data: { usedAt: new Date() },
  });
  return count === 1;
}

/** Replaces the recovery codes of a person whose second factor is on. */
export async function replaceRecoveryCodes(
  data: Database,
  codes: { userId: number; codeHashes: readonly string[] },
): Promise<void> {
  await data.prisma.$transaction([
    data.prisma.recoveryCode.deleteMany({ where: { userId: codes.userId } }),
    data.prisma.recoveryCode.createMany({
      data: codes.codeHashes.map((codeHash) => ({ codeHash, userId: codes.userId })),
    }),
  ]);
}

export async function countRecoveryCodes(data: Database, userId: number): Promise<number> {
  return data.prisma.recoveryCode.count({ where: { userId, usedAt: null } });
}

/**
 * Turns the second factor off and forgets secret and recovery codes.
 *
 * @returns false where it was not on.
 */
export async function clearTwoFactor(data: Database, userId: number): Promise<boolean> {
  const { rows } = await data.pool.query(
    `WITH person AS (
       UPDATE users SET totp_secret = NULL, totp_started_at = NULL, totp_enabled_at = NULL
       WHERE id = $1 AND totp_enabled_at IS NOT NULL RETURNING id),
     gone AS (DELETE FROM recovery_codes WHERE user_id IN (SELECT id FROM person))
     SELECT id FROM person`,
    [userId],
  );
  return rows.length === 1;
}
