/** Seconds for which a search goes on: a few among the other tests, and as long as `npm run fuzz` says. */
export function fuzzSeconds(few: number): number {
  return Number(process.env.FUZZ_SECONDS ?? few);
}
