/** Where the time comes from. Passed in, so that tests and chaos runs can bend it. */
export interface Clock {
  /** Milliseconds since the epoch: for what is stored and shown. */
  now(): number;
  /** Milliseconds that never jump: for measuring and for deadlines inside one process. */
  monotonic(): number;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
};
