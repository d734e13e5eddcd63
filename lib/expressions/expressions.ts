import type { Logger } from "../core/log";
import { below, FairQueue } from "./fair-queue";
import { Outcome } from "./shared-state.mjs";
import { type Compilation, ExpressionThread, type Job, type JobResult } from "./thread";

/**
 * Steps of the program that one expression may come to, and all expressions of a bot together. They bound what compiling
 * takes and keeps; how long a message may take is bounded by time alone.
 */
export const maxExpressionSize = 600;
export const maxExpressionSizes = 1_500;
/** Expressions of a bot. */
const maxSources = 100;

/** Processor time, in milliseconds: for all expressions of a message together, and for compiling a bot's expressions. */
const matchMs = 50;
const compileMs = 100;
/** A job's most milliseconds in the thread, and what a message waits for its expressions at all. */
const ceilingMs = 2_000;
const timeoutMs = 5_000;
/** Threads beside the one that is everybody's; each is started when it is needed for the first time. */
const maxLightThreads = 3;
/** So many of them are kept free, one of them for proven tenants. */
const freeThreads = 2;
/** A job that had to be ended counts as so much of its tenant's time: they are heavy for ten seconds. */
const endedMs = 3_200;
/** After it had to be ended, the thread that is everybody's starts again this much later. */
const restMs = 100;

/** What a text and an expression have to do with each other. `faulty`: it cannot be used; `unread`: there was no time. */
export type Verdict = "found" | "absent" | "faulty" | "slow" | "unread";

export interface Search {
  /** By the place of each expression; "unread" too for those behind the first that is found. */
  readonly verdicts: readonly Verdict[];
  /** The one that took longest of expressions that had to be ended; it may have its verdict nonetheless. */
  readonly tooSlow: number | undefined;
}

/** All of them compiled, or the one that took longest of those that would not in time. */
export type Check = { readonly sizes: readonly Compilation[] } | { readonly tooSlow: number };

/** Regular expressions of tenants (RE2, github.com/google/re2/wiki/Syntax), run where they hold nobody up. */
export interface Expressions {
  /**
   * Looks for expressions in a text: the first of them that is found is what counts. Case does not matter unless one says (?-i).
   *
   * @param tenant whose they are: one tenant's never wait for more than what another has under way.
   */
  search(tenant: number, sources: readonly string[], text: string): Promise<Search>;
  /** Compiles expressions; undefined where there was no time for it just now. */
  check(tenant: number, sources: readonly string[]): Promise<Check | undefined>;
  close(): Promise<void>;
}

interface Waiting {
  readonly job: Job;
  /** Without a result nothing was done. */
  readonly end: (result?: JobResult) => void;
}

const verdictOf = Object.keys(Outcome) as (keyof typeof Outcome)[];

/** Starts no thread until the first expression is to be run. */
export function createExpressions(log: Logger): Expressions {
  const queue = new FairQueue<Waiting>();
  let rest: NodeJS.Timeout | undefined;
  let closed = false;
  const newThread = () =>
    new ExpressionThread({
      compileMs,
      matchMs,
      ceilingMs,
      maxSize: maxExpressionSize,
      maxSources,
      onReady: serve,
      onLong: keepReserve,
      onFailure: (error) => log.error({ err: error }, "expressions: a thread failed"),
    });
  /** The first is everybody's. The others never work for heavy tenants, and the last idle one for proven tenants alone. */
  const anyThread = newThread();
  const lightThreads = Array.from({ length: maxLightThreads }, newThread);

  function serve(): void {
    if (closed) return;
    if (rest === undefined) anyThread.start();
    for (const thread of [anyThread, ...lightThreads]) {
      if (!thread.idle) continue;
      const isLast = lightThreads.filter(({ idle }) => idle).length === 1;
      const limit = thread === anyThread ? below.everybody : isLast ? below.proven : below.light;
      const next = queue.take(limit);
      if (next) void run(thread, next.tenant, next.work);
    }
  }

  /** While somebody is new or runs long, threads are ready, or about to be, for whoever comes next. */
  function keepReserve(): void {
    const free = lightThreads.filter(({ started, busy }) => started && !busy).length;
    if (closed || free >= freeThreads) return;
    lightThreads.find(({ started }) => !started)?.start();
  }

  async function run(thread: ExpressionThread, tenant: number, work: Waiting): Promise<void> {
    const running = thread.run(work.job);
    // Nobody can say yet what somebody new brings.
    if (!queue.knows(tenant)) keepReserve();
    const result = await running;
    queue.done(tenant, result.tooSlow === undefined ? result.ms : endedMs);
    work.end(result);
    if (closed) return;
    if (result.tooSlow !== undefined) log.info({ tenant, ms: Math.round(result.ms) }, "expressions: ended");
    if (!thread.started) {
      if (thread === anyThread) restAnyThread();
      else keepReserve();
    }
    serve();
  }

  function restAnyThread(): void {
    rest ??= setTimeout(() => {
      rest = undefined;
      serve();
    }, restMs);
  }

  function enqueue(tenant: number, job: Job): Promise<JobResult> {
    return new Promise((resolve) => {
      const nothing = { outcomes: new Uint8Array(job.sources.length).fill(Outcome.unread), ms: 0 };
      if (closed || job.sources.length > maxSources) return resolve(nothing);
      const waiting: Waiting = {
        job,
        end(result = nothing) {
          clearTimeout(timer);
          resolve(result);
        },
      };
      const timer = setTimeout(() => queue.remove(tenant, waiting) && waiting.end(), timeoutMs);
      queue.add(tenant, waiting);
      serve();
    });
  }

  return {
    async search(tenant, sources, text) {
      if (sources.length === 0) return { verdicts: [], tooSlow: undefined };
      const { outcomes, tooSlow } = await enqueue(tenant, { sources, text });
      const verdicts = Array.from(outcomes, (outcome, index) =>
        outcome === Outcome.unread && index === tooSlow ? "slow" : (verdictOf[outcome] ?? "unread"),
      );
      return { verdicts, tooSlow };
    },
    async check(tenant, sources) {
      const { sizes, tooSlow } = await enqueue(tenant, { sources, text: null });
      if (sizes) return { sizes };
      return tooSlow === undefined ? undefined : { tooSlow };
    },
    async close() {
      closed = true;
      clearTimeout(rest);
      for (const waiting of queue.clear()) waiting.end();
      await Promise.all([anyThread, ...lightThreads].map((thread) => thread.close()));
    },
  };
}
