// @ts-check
// The only place where tenants' expressions are compiled and run: a thread that thread.ts ends when it takes too
// long. Plain JavaScript, so that Node starts the file as it is, under the built product and under tests alike.
import { readlinkSync } from "node:fs";
import { getPriority, setPriority } from "node:os";
import { performance } from "node:perf_hooks";
import { getHeapStatistics } from "node:v8";
import { parentPort, workerData } from "node:worker_threads";
import { RE2JS } from "re2js";
import { at, Outcome, Phase, threadClock } from "./shared-state.mjs";

/** @typedef {{ program: RE2JS, size: number, fault?: undefined } | { fault: string, size: 0 }} Compiled */

/** Where a core is short, updates come before expressions. Linux counts it by thread, others by process. */
const niceness = 5;
/** Compiled expressions, and the states that RE2 keeps of each, are dropped beyond so many bytes or expressions. */
const maxBytes = 48 * 2 ** 20;
const maxCompiled = 1_000;
const { buffer, maxSize } = /** @type {{ buffer: SharedArrayBuffer, maxSize: number }} */ (workerData);

const state = new Float64Array(buffer, 0, at.fields);
const outcomes = new Uint8Array(buffer, at.fields * Float64Array.BYTES_PER_ELEMENT);
const thread = linuxThread();
const clock = threadClock(thread);
/** What the clock said last, and what has been counted since without asking it, in milliseconds. */
const counted = { clock: 0, since: 0, ofJob: 0 };
/** Asking the clock costs more than most expressions; what took less than this cannot have waited long for a core. */
const shortMs = 1;

/** @type {Map<string, Compiled>} */
const compiled = new Map();

/** Linux's number of this thread; undefined elsewhere, and where /proc is hidden. */
function linuxThread() {
  try {
    return readlinkSync("/proc/thread-self").split("/").at(-1);
  } catch {
    return undefined;
  }
}

/** @param {string} source @returns {Compiled} */
function compile(source) {
  const known = compiled.get(source);
  if (known) return known;
  /** @type {Compiled} */
  let made;
  try {
    const program = RE2JS.compile(source, RE2JS.CASE_INSENSITIVE);
    made = { program, size: program.programSize() };
  } catch (error) {
    made = { fault: error instanceof Error ? error.message : String(error), size: 0 };
  }
  if (compiled.size >= maxCompiled) compiled.clear();
  compiled.set(source, made);
  return made;
}

/**
 * Does one expression's part of a job, and keeps for whoever ends this thread which one is at work and which took longest.
 *
 * @template T
 * @param {number} index @param {() => T} work @returns {T}
 */
function part(index, work) {
  state[at.current] = index;
  const began = performance.now();
  const result = work();
  const ms = processorMs(performance.now() - began);
  state[at.spentMs] = (state[at.spentMs] ?? 0) + ms;
  if (ms > (state[at.slowestMs] ?? 0)) {
    state[at.slowestMs] = ms;
    state[at.slowest] = index;
  }
  return result;
}

/** What of so many milliseconds that passed was this thread's: nobody is charged for what their neighbours did meanwhile. @param {number} passedMs */
function processorMs(passedMs) {
  let ms = passedMs;
  if (passedMs < shortMs) {
    counted.since += ms;
  } else {
    const now = clock();
    ms = Math.min(passedMs, Math.max(0, now - counted.clock - counted.since));
    counted.clock = now;
    counted.since = 0;
  }
  counted.ofJob += ms;
  return ms;
}

/** @param {{ sources: string[], text: string | null }} job */
function work({ sources, text }) {
  const programs = sources.map((source, index) => part(index, () => compile(source)));
  if (text === null) {
    return programs.map(({ size, fault }) => (fault === undefined ? { size } : { size, fault }));
  }
  // What compiling took is not counted against the message.
  if (counted.ofJob > shortMs) {
    state.fill(0, at.slowest, at.phase);
    state[at.matchingSince] = clock();
  }
  state[at.phase] = Phase.matching;
  // Cheap ones first: a later reply is found although an earlier one's expression uses up the time.
  const order = programs.map((_, index) => index).sort((a, b) => sizeOf(programs, a) - sizeOf(programs, b));
  let best = Number.POSITIVE_INFINITY;
  for (const index of order) {
    if (index > best) continue;
    const outcome = part(index, () => test(programs[index], text));
    outcomes[index] = outcome;
    if (outcome === Outcome.found) best = Math.min(best, index);
  }
  return null;
}

/** @param {Compiled[]} programs @param {number} index */
const sizeOf = (programs, index) => programs[index]?.size ?? 0;

/** @param {Compiled | undefined} one @param {string} text */
function test(one, text) {
  if (one?.fault !== undefined || one === undefined || one.size > maxSize) return Outcome.faulty;
  try {
    return one.program.test(text) ? Outcome.found : Outcome.absent;
  } catch {
    return Outcome.faulty;
  }
}

function forgetWhenLarge() {
  const { used_heap_size, external_memory } = getHeapStatistics();
  if (used_heap_size + external_memory > maxBytes) compiled.clear();
}

parentPort?.on("message", (/** @type {Parameters<typeof work>[0]} */ job) => {
  state.fill(0);
  outcomes.fill(Outcome.unread);
  Object.assign(counted, { clock: clock(), since: 0, ofJob: 0 });
  state[at.since] = counted.clock;
  const sizes = work(job);
  state[at.phase] = Phase.done;
  forgetWhenLarge();
  parentPort?.postMessage({ ms: counted.ofJob, sizes });
});

if (process.platform === "linux" && getPriority() < niceness) setPriority(niceness);
// V8 compiles RE2 itself as it runs: the first expression of a fresh thread took 15 ms, and then 0.5.
for (const source of ["^(order|bread) #\\d{1,4}\\b", "[а-яё]+(ть|л)?$", "\\pL.{0,20}[!-/]x?"]) {
  test(compile(source), "Is my order #12 there? Да, уже был".repeat(4));
}
compiled.clear();
parentPort?.postMessage({ thread });
