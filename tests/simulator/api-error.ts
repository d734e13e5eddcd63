/** What the Bot API refuses with: `error_code`, `description` and, for 429 and moved groups, `parameters`. */
export class ApiError extends Error {
  constructor(
    readonly code: number,
    description: string,
    readonly parameters?: { retry_after?: number; migrate_to_chat_id?: number },
  ) {
    super(description);
    this.name = "ApiError";
  }
}

/** 400 `Bad Request: <text>`. */
export const badRequest = (text: string): ApiError => new ApiError(400, `Bad Request: ${text}`);

/** 401, the answer to a revoked or unknown token. */
export const unauthorized = (): ApiError => new ApiError(401, "Unauthorized");

/** 404, the answer to an unknown method. */
export const notFound = (): ApiError => new ApiError(404, "Not Found");

/** 429 with the seconds to wait, in the text, the parameters and (by the server) the Retry-After header. */
export const tooManyRequests = (seconds: number): ApiError =>
  new ApiError(429, `Too Many Requests: retry after ${seconds}`, { retry_after: seconds });
