/**
 * A request that is wrong as HTTP, before any verb sees it. Thrown and caught inside the API wrapper.
 */
export class Refusal extends Error {
  override readonly name = "Refusal";

  constructor(
    readonly status: 400 | 404 | 413 | 415,
    readonly code: "malformed_body" | "not_found" | "body_too_large" | "unsupported_media_type",
    message: string,
  ) {
    super(message);
  }
}
