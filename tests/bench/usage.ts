import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** Resident memory of a process in MB (10^6 bytes). */
export function rssMb(pid: number): number {
  // Looked at every second beside what it measures: starting a program each time would be a load of its own.
  if (process.platform === "linux")
    return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) * 1.024e-3;
  return Number(execFileSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" })) * 1.024e-3;
}

/** Processor time a process has used, all threads, in seconds. */
export function cpuSeconds(pid: number): number {
  if (process.platform === "linux") {
    // After the name in brackets, utime and stime are the 12th and 13th fields, in hundredths of a second.
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
    return (Number(fields[11]) + Number(fields[12])) / 100;
  }
  const text = execFileSync("ps", ["-o", "time=", "-p", String(pid)], { encoding: "utf8" }).trim();
  return text.split(/[:-]/).reduce((sum, part) => sum * 60 + Number(part), 0);
}

/** The same of a process and of all that it started and waited for. Linux only; NaN elsewhere. */
export function treeCpuSeconds(pid: number): number {
  if (process.platform !== "linux") return Number.NaN;
  const all = readdirSync("/proc").flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const fields = readFileSync(`/proc/${name}/stat`, "utf8")
        .replace(/^.*\) /s, "")
        .split(" ");
      // utime, stime, and those of children that have ended.
      const ticks = [11, 12, 13, 14].reduce((sum, i) => sum + Number(fields[i]), 0);
      return [{ pid: Number(name), parent: Number(fields[1]), seconds: ticks / 100 }];
    } catch {
      return [];
    }
  });
  const sum = (of: number): number =>
    all.reduce(
      (seconds, each) => seconds + (each.pid === of ? each.seconds : each.parent === of ? sum(each.pid) : 0),
      0,
    );
  return sum(pid);
}

export interface Usage {
  /** Share of one core. */
  cpu: number;
  /** The highest seen, MB. */
  rssMb: number;
}

/** Watches processes for so long; resolves to one usage a process. */
export async function watchUsage(pids: readonly number[], forMs: number): Promise<Usage[]> {
  const began = performance.now();
  const before = pids.map(cpuSeconds);
  const most = pids.map(rssMb);
  while (performance.now() - began < forMs) {
    await pause(Math.min(1_000, forMs));
    for (const [i, pid] of pids.entries()) most[i] = Math.max(most[i] ?? 0, rssMb(pid));
  }
  const seconds = (performance.now() - began) / 1000;
  return pids.map((pid, i) => ({
    cpu: (cpuSeconds(pid) - (before[i] ?? 0)) / seconds,
    rssMb: most[i] ?? 0,
  }));
}

/** The processes that a process has started. Linux only; none elsewhere. */
export function childrenOf(pid: number): number[] {
  if (process.platform !== "linux") return [];
  return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean).map(Number);
}

/** TCP connections a process holds to a port. Linux only; NaN elsewhere. */
export function connectionsTo(pid: number, port: number): number {
  if (process.platform !== "linux") return Number.NaN;
  const mine = new Set<string>();
  for (const fd of readdirSync(`/proc/${pid}/fd`)) {
    try {
      const inode = /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1];
      if (inode !== undefined) mine.add(inode);
    } catch {
      // closed meanwhile
    }
  }
  const wanted = port.toString(16).toUpperCase().padStart(4, "0");
  return readFileSync("/proc/net/tcp", "utf8")
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter((f) => f[2]?.endsWith(`:${wanted}`) && f[3] === "01" && mine.has(f[9] ?? "")).length;
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
