import { Connection } from "./connection";
import type { LoadPlan, LoadResult } from "./plan";
import { requestMaker } from "./requests";

/** Runs a plan from the first connection to the last answer. */
export function runLoad(plan: LoadPlan): Promise<LoadResult> {
  const make = requestMaker(plan);
  const most = plan.onceEach ? plan.targets.length : Number.POSITIVE_INFINITY;
  const latencies: number[] = [];
  const services: number[] = [];
  const statuses: Record<string, number> = {};
  const result = { answers: 0, replies: 0, withoutRetryAfter: 0, broken: 0 };
  const idle: Connection[] = [];
  const all = new Set<Connection>();
  /** Due moments of requests that found no free connection. */
  const due: number[] = [];
  let dueFront = 0;
  let sent = 0;
  let inFlight = 0;
  let over = false;
  let finish = () => {};

  const startedAt = performance.now();
  let countFrom = startedAt + plan.warmUpMs;
  const endAt = countFrom + plan.runMs;
  let cpu = process.cpuUsage();

  const launch = (connection: Connection, dueAt: number) => {
    inFlight++;
    const sentAt = performance.now();
    connection.send(make(sent++), (answer) => {
      const now = performance.now();
      inFlight--;
      statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
      if ((answer.status === 429 || answer.status === 503) && !answer.retryAfter) result.withoutRetryAfter++;
      if (answer.reply) result.replies++;
      if (now >= countFrom && now <= endAt && answer.status >= 200 && answer.status < 300) {
        result.answers++;
        latencies.push(now - dueAt);
        services.push(now - sentAt);
      }
      release(connection, now);
    });
  };
  const release = (connection: Connection, now: number) => {
    if (over || sent >= most) {
      if (inFlight === 0) finish();
      return;
    }
    if (plan.rate === undefined) return launch(connection, now);
    const waiting = due[dueFront];
    if (waiting === undefined) return void idle.push(connection);
    dueFront++;
    launch(connection, waiting);
  };
  const ports = [plan.port, ...(plan.morePorts ?? [])];
  let opened = 0;
  const open = () => {
    const connection = new Connection(ports[opened++ % ports.length] ?? plan.port, (wasBusy) => {
      all.delete(connection);
      if (wasBusy) {
        inFlight--;
        result.broken++;
      }
      const at = idle.indexOf(connection);
      if (at !== -1) idle.splice(at, 1);
      if (!over) setTimeout(open, 20);
    });
    all.add(connection);
    release(connection, performance.now());
  };
  for (let i = 0; i < plan.connections; i++) open();

  return new Promise((resolve) => {
    const warm = setTimeout(() => {
      countFrom = performance.now();
      cpu = process.cpuUsage();
    }, plan.warmUpMs);
    let clock: NodeJS.Timeout | undefined;
    if (plan.rate !== undefined) {
      const gapMs = 1000 / plan.rate;
      let next = startedAt;
      clock = setInterval(() => {
        const now = performance.now();
        for (; next <= now && !over; next += gapMs) {
          const connection = idle.pop();
          if (connection?.open) launch(connection, next);
          else due.push(next);
        }
      }, 1);
    }
    finish = () => {
      clearTimeout(warm);
      clearTimeout(clock);
      clearTimeout(end);
      clearTimeout(timeout);
      const { user, system } = process.cpuUsage(cpu);
      for (const connection of all) connection.close();
      latencies.sort((a, b) => a - b);
      services.sort((a, b) => a - b);
      resolve({
        ...result,
        statuses,
        seconds: Math.min(performance.now(), endAt) / 1000 - countFrom / 1000,
        p50: at(latencies, 0.5),
        p99: at(latencies, 0.99),
        most: latencies.at(-1) ?? 0,
        serviceP99: at(services, 0.99),
        cpuSeconds: (user + system) / 1e6,
      });
      finish = () => {};
    };
    let timeout: NodeJS.Timeout | undefined;
    const end = setTimeout(() => {
      if (plan.onceEach) return;
      over = true;
      // What is in flight is awaited, so that accepted and stored can be compared.
      timeout = setTimeout(() => finish(), 15_000);
      if (inFlight === 0) finish();
    }, endAt - startedAt);
  });
}

const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
