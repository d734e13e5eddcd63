import { randomBytes } from "node:crypto";
import { hashToken } from "./link-token";

/** Crockford's base32: no letter that looks like a digit. */
const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
const howMany = 10;

/** Ten codes such as "7k3m-9qxv-2hbt-p0ra": 80 random bits each, out of any guesser's reach. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: howMany }, () => {
    const letters = [...randomBytes(16)].map((byte) => alphabet[byte % 32]).join("");
    return letters.replaceAll(/(.{4})(?=.)/g, "$1-");
  });
}

/** What is stored of a code as it was typed; undefined where it has not a code's form. */
export function recoveryCodeHash(typed: string): string | undefined {
  const plain = typed.toLowerCase().replaceAll(/[\s-]/g, "").replaceAll("o", "0").replaceAll(/[il]/g, "1");
  return /^[0-9a-hjkmnp-tv-z]{16}$/.test(plain) ? hashToken(plain) : undefined;
}
