/** One pending call back. `run` is null once it has run or was cancelled, so that what it held can be freed. */
export interface Timer {
  at: number;
  run: (() => void) | null;
}

/**
 * Many time-outs behind one setTimeout: a binary heap by due time. Ten thousand held polls cost ten thousand
 * small objects instead of as many Node timers, and cancelling is a mark, not a search.
 */
export class Timers {
  private heap: Timer[] = [];
  private cancelled = 0;
  private handle: NodeJS.Timeout | undefined;
  private armedFor = Number.POSITIVE_INFINITY;

  /** Calls `run` once, `ms` milliseconds from now. */
  after(ms: number, run: () => void): Timer {
    const timer: Timer = { at: performance.now() + Math.max(0, ms), run };
    this.heap.push(timer);
    this.up(this.heap.length - 1);
    this.arm();
    return timer;
  }

  /** Forgets a timer; one that already ran is left alone. */
  cancel(timer: Timer | undefined): void {
    if (!timer?.run) return;
    timer.run = null;
    this.cancelled += 1;
    if (this.cancelled > 1000 && this.cancelled > this.heap.length / 2) this.compact();
  }

  /** Forgets every timer. */
  close(): void {
    this.heap = [];
    this.cancelled = 0;
    clearTimeout(this.handle);
    this.armedFor = Number.POSITIVE_INFINITY;
  }

  private compact(): void {
    this.heap = this.heap.filter((timer) => timer.run !== null).sort((a, b) => a.at - b.at);
    this.cancelled = 0;
  }

  private arm(): void {
    const first = this.heap[0];
    if (!first || first.at >= this.armedFor) return;
    clearTimeout(this.handle);
    this.armedFor = first.at;
    this.handle = setTimeout(() => this.fire(), Math.max(1, Math.ceil(first.at - performance.now())));
  }

  private fire(): void {
    this.armedFor = Number.POSITIVE_INFINITY;
    const now = performance.now();
    for (let first = this.heap[0]; first && first.at <= now; first = this.heap[0]) {
      this.pop();
      const run = first.run;
      first.run = null;
      if (run) run();
      else this.cancelled -= 1;
    }
    this.arm();
  }

  private pop(): void {
    const last = this.heap.pop();
    if (!last || this.heap.length === 0) return;
    this.heap[0] = last;
    let i = 0;
    for (;;) {
      const left = this.heap[2 * i + 1];
      const right = this.heap[2 * i + 2];
      const down = right && left && right.at < left.at ? 2 * i + 2 : 2 * i + 1;
      const child = this.heap[down];
      if (!child || child.at >= last.at) return;
      this.heap[i] = child;
      this.heap[down] = last;
      i = down;
    }
  }

  private up(start: number): void {
    let i = start;
    const timer = this.heap[i];
    while (timer && i > 0) {
      const above = (i - 1) >> 1;
      const parent = this.heap[above];
      if (!parent || parent.at <= timer.at) return;
      this.heap[i] = parent;
      this.heap[above] = timer;
      i = above;
    }
  }
}
