/** One POST to the Bot API server. */
export interface Exchange {
  /** Holds the token, so it belongs in no error and no log. */
  path: string;
  /** JSON. */
  body: string;
  /** Milliseconds until a call without an answer is given up. */
  timeoutMs: number;
  signal?: AbortSignal | undefined;
}

export interface Answer {
  status: number;
  text: string;
}

/** A way to make exchanges; rejects with an error that has a `code` where no answer came. */
export interface Carrier {
  exchange(exchange: Exchange): Promise<Answer>;
  close(): Promise<void>;
}
