import { hash, verify } from "@node-rs/argon2";

/** argon2id (the library's default kind) with OWASP's smallest recommended cost. Memory in KiB. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** A hash no password has, of the same cost: verifying against it takes as long as against a real one. */
const nobodysHash = `$argon2id$v=19$m=${cost.memoryCost},t=${cost.timeCost},p=${cost.parallelism}$${"A".repeat(22)}$${"A".repeat(43)}`;

/** One keyboard's é may be another's e plus accent: both are the same password (NIST SP 800-63B). */
const normalized = (password: string): string => password.normalize("NFKC");

export function hashPassword(password: string): Promise<string> {
  return hash(normalized(password), cost);
}

/**
 * Does the same work whether there is a hash or not, so that the time does not tell who has an account.
 *
 * @param stored undefined where there is no such person; the answer is then false.
 */
export async function passwordMatches(password: string, stored: string | undefined): Promise<boolean> {
  const matches = await verify(stored ?? nobodysHash, normalized(password));
  return matches && stored !== undefined;
}
