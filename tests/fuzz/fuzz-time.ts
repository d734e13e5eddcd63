/** How long each search goes on: some seconds within `npm test`, ten minutes by `npm run fuzz`. */
export const fuzzMs = Number(process.env.FUZZ_SECONDS ?? 6) * 1_000;

/** For fast-check: as many runs as there is time for, and what fails is told as it was found. */
export const untilTimeIsUp = {
  numRuns: Number.MAX_SAFE_INTEGER,
  interruptAfterTimeLimit: fuzzMs,
  markInterruptAsFailure: false,
  endOnFailure: true,
} as const;
