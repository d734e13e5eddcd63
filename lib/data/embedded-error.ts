/** The embedded database cannot start or go on; the message is one sentence that says what to do. */
export class EmbeddedError extends Error {
  override readonly name = "EmbeddedError";
}

export function foreign(folder: string): EmbeddedError {
  return new EmbeddedError(
    `${folder} belongs to another user: start Hookline as the user who started it first, or set another DATA_DIR.`,
  );
}
