import { Worker } from "node:worker_threads";
import { repositoryPath } from "../data/repository";
import { at, Outcome, Phase, threadClock } from "./shared-state.mjs";

/** Expressions to be compiled, and to be looked for in a text where there is one. */
export interface Job {
  readonly sources: readonly string[];
  readonly text: string | null;
}

/** The size of a compiled expression in steps, and what is wrong with one that does not compile. */
export interface Compilation {
  readonly size: number;
  readonly fault?: string;
}

export interface JobResult {
  /** A value of `Outcome` for each expression. */
  readonly outcomes: Uint8Array;
  /** Where there was no text and all compiled in time. */
  readonly sizes?: readonly Compilation[];
  /** The job was ended; this is the expression that took longest of it. */
  readonly tooSlow?: number;
  /** What it took of the processor's time. */
  readonly ms: number;
}

export interface ThreadOptions {
  /** Processor time for one job: to compile its expressions, and to look for them. */
  readonly compileMs: number;
  readonly matchMs: number;
  /** Whatever the thread's clock says, a job ends after so many milliseconds. */
  readonly ceilingMs: number;
  /** Larger expressions are not run. */
  readonly maxSize: number;
  readonly maxSources: number;
  /** The thread is ready for the next job. */
  readonly onReady: () => void;
  /** A job has been running for `longMs`. */
  readonly onLong: () => void;
  /** The thread ended by itself: why. */
  readonly onFailure: (error: unknown) => void;
}

/** When a job is looked at for the first time. Most have ended by then, and cost no reading of any clock. */
const longMs = 10;
const resourceLimits = { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 8 };

interface Running {
  readonly job: Job;
  readonly end: (result: JobResult) => void;
  readonly beganAt: number;
  /** It has been looked at before. */
  long?: true;
}

/**
 * One thread that runs expressions, one job at a time. A job that uses more processor time than it may is ended together
 * with the thread; a new one is started for the next job.
 */
export class ExpressionThread {
  readonly #options: ThreadOptions;
  #worker: Worker | undefined;
  /** Shared with this worker alone: one that is being ended may still write. */
  #state: Float64Array = new Float64Array();
  #outcomes: Uint8Array = new Uint8Array();
  #clock: (() => number) | undefined;
  #running: Running | undefined;
  #check: NodeJS.Timeout | undefined;

  constructor(options: ThreadOptions) {
    this.#options = options;
  }

  get started(): boolean {
    return this.#worker !== undefined;
  }

  get busy(): boolean {
    return this.#running !== undefined;
  }

  /** Whether it can take a job at this moment. */
  get idle(): boolean {
    return this.#clock !== undefined && this.#running === undefined;
  }

  start(): void {
    if (this.#worker) return;
    const { maxSize, maxSources } = this.#options;
    const stateBytes = at.fields * Float64Array.BYTES_PER_ELEMENT;
    const buffer = new SharedArrayBuffer(stateBytes + maxSources);
    this.#state = new Float64Array(buffer, 0, at.fields);
    this.#outcomes = new Uint8Array(buffer, stateBytes);
    const worker = new Worker(repositoryPath("lib/expressions/worker.mjs"), {
      workerData: { buffer, maxSize },
      resourceLimits,
      // Neither the loaders of a test nor the environment's secrets.
      execArgv: [],
      env: {},
    });
    this.#worker = worker;
    worker.unref();
    worker.once("message", ({ thread }: { thread: string | undefined }) => {
      if (worker !== this.#worker) return;
      this.#clock = threadClock(thread);
      worker.on("message", (done: Pick<JobResult, "ms" | "sizes">) => {
        if (worker === this.#worker) this.#finish(done);
      });
      this.#options.onReady();
    });
    worker.once("error", (error) => {
      if (worker !== this.#worker) return;
      this.#options.onFailure(error);
      // It ran out of memory, for all we know: the expression at work is to blame.
      const blamed = this.#running && { tooSlow: this.#state[at.current] ?? 0 };
      this.#drop({ ms: this.#options.matchMs, ...blamed });
    });
  }

  /** For an idle thread. */
  run(job: Job): Promise<JobResult> {
    return new Promise((end) => {
      this.#running = { job, end, beganAt: performance.now() };
      this.#state.fill(0);
      this.#outcomes.fill(Outcome.unread);
      this.#worker?.postMessage(job);
      this.#check = setTimeout(() => this.#look(), longMs);
    });
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    if (!worker) return;
    this.#drop({ ms: 0 });
    await worker.terminate();
  }

  /** Ends the job at work if its time is up, else looks again when it could be. */
  #look(): void {
    const { matchMs, compileMs, ceilingMs, onLong } = this.#options;
    const running = this.#running;
    const phase = this.#state[at.phase] ?? Phase.done;
    // What has ended, without being heard of yet, is not ended any more.
    if (!running || !this.#clock || phase === Phase.done) return;
    const now = this.#clock();
    const elapsedMs = performance.now() - running.beganAt;
    if (!running.long) {
      running.long = true;
      onLong();
    }
    // A thread that has not come to the job yet has used nothing for it.
    const since = this.#state[at.since] || now;
    const usedMs = now - (this.#state[at.matchingSince] || since);
    const leftMs = (phase === Phase.matching ? matchMs : compileMs) - usedMs;
    if (leftMs <= 0) {
      this.#drop({ ms: now - since, tooSlow: this.#slowest(usedMs) });
    } else if (elapsedMs >= ceilingMs) {
      this.#drop({ ms: now - since });
    } else {
      const pauseMs = Math.max(1, Math.min(leftMs, matchMs, ceilingMs - elapsedMs));
      this.#check = setTimeout(() => this.#look(), pauseMs);
    }
  }

  /** Which expression took longest, the one at work included. */
  #slowest(usedMs: number): number {
    const { current, spentMs, slowest, slowestMs } = at;
    const atWork = usedMs - (this.#state[spentMs] ?? 0);
    return this.#state[atWork >= (this.#state[slowestMs] ?? 0) ? current : slowest] ?? 0;
  }

  #finish(how: Pick<JobResult, "ms" | "sizes" | "tooSlow">): void {
    const running = this.#running;
    this.#running = undefined;
    clearTimeout(this.#check);
    running?.end({ ...how, outcomes: this.#outcomes.slice(0, running.job.sources.length) });
  }

  /** Ends the thread, and with it the job at work. */
  #drop(how: Pick<JobResult, "ms" | "tooSlow">): void {
    const worker = this.#worker;
    this.#worker = undefined;
    this.#clock = undefined;
    void worker?.terminate();
    this.#finish(how);
  }
}
