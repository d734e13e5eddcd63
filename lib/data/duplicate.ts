/** What PostgreSQL says of a row whose unique key is there already, and Prisma. */
const codes = new Set<unknown>(["23505", "P2002"]);

/** Whether a write failed because a row with its unique key is there already. */
export const isDuplicate = (error: unknown): boolean => codes.has((error as { code?: unknown }).code);
