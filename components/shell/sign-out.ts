/** Ends the session here; leads to the sign-in page. */
export type SignOut = (input: Record<string, never>) => Promise<unknown>;
