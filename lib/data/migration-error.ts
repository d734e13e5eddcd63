/** The migrations cannot be applied; the message is for the operator. */
export class MigrationError extends Error {
  override readonly name = "MigrationError";
}
