import type { Answer } from "./exchange";

/** Hears what becomes of requests, each known by the `T` that came with it, and of the whole session. */
export interface SessionEvents<T> {
  answered(of: T, answer: Answer): void;
  /** @param code RFC 9113, 7; undefined where the connection has ended. */
  lost(of: T, code: number | undefined): void;
  /** The server takes no new requests. */
  goaway(code: number): void;
  /** The server broke the protocol; nothing that waits here will be answered. */
  broken(): void;
  /** The socket is closed, after all that waited was lost. */
  closed(): void;
}

/** A request under way. */
export interface Stream<T> {
  readonly id: number;
  readonly of: T;
  /** Of the body, what the server's window does not let through yet, and how much it would. */
  unsent: Buffer | undefined;
  window: number;
  /** 0 until the answer's headers came. */
  status: number;
  /** The answer, but for its last frame. */
  parts: Buffer[];
  bytes: number;
}
