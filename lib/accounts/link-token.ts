import { createHash, randomBytes } from "node:crypto";

/** 256 random bits in base64url, 43 characters. */
export function newToken(): string {
  return randomBytes(32).toString("base64url");
}

/** What is stored of a token or a key. They are random, so a fast hash without salt is enough. */
export function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
