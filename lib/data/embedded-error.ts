/** The embedded database cannot start or go on; the message is one sentence that says what to do. */
export class EmbeddedError extends Error {
  override readonly name = "EmbeddedError";
}
