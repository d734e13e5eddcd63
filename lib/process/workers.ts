import cluster, { type Worker } from "node:cluster";
import { once } from "node:events";
import { childEnvironment } from "./child-environment";
import { ExpectedFailure } from "./plain-english";

/** Pause before a worker that died is replaced, in milliseconds. */
const replaceMs = 500;

/**
 * Runs this program in so many workers that share its port (nodejs.org/api/cluster.html); one that dies is
 * replaced. Each is a process of its own to the database: with its own presence and its own updates in hand.
 *
 * @returns what stops them all, cleanly.
 * @throws ExpectedFailure when a worker ends before it serves; it has said why.
 */
export async function startWorkers(count: number): Promise<() => Promise<void>> {
  let stopping = false;
  // Workers accept by themselves. Handed round by the primary, a connection on its way to a worker that is
  // killed just then would stay open with nobody behind it, and its chat silent until Telegram's time-out.
  cluster.schedulingPolicy = cluster.SCHED_NONE;
  const workers = new Set<Worker>();
  // What is undefined here is left out of the environment, which a worker else has whole.
  const given = childEnvironment("serving", process.env);
  const env = Object.fromEntries(Object.keys(process.env).map((name) => [name, given[name]]));

  const fork = () => {
    const worker = cluster.fork(env);
    workers.add(worker);
    const ready = new Promise<void>((resolve, reject) => {
      worker.on("message", (message: { type?: unknown }) => {
        if (message.type === "ready") resolve();
      });
      worker.once("exit", () => {
        workers.delete(worker);
        reject(new ExpectedFailure("A web worker did not start."));
      });
    });
    worker.once("exit", () => {
      if (stopping) return;
      setTimeout(() => {
        // A replacement that fails as well is replaced in its turn.
        if (!stopping) fork().catch(() => {});
      }, replaceMs);
    });
    return ready;
  };

  try {
    await Promise.all(Array.from({ length: count }, fork));
  } catch (error) {
    stopping = true;
    for (const worker of workers) worker.kill("SIGTERM");
    throw error;
  }
  return async () => {
    stopping = true;
    await Promise.all(
      [...workers].map(async (worker) => {
        const exited = once(worker, "exit");
        worker.process.kill("SIGTERM");
        await exited;
      }),
    );
  };
}
