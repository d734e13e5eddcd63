import { collectDefaultMetrics, Gauge, Registry } from "prom-client";
import type { Hallway } from "../pipeline/pipeline";

export interface Metrics {
  registry: Registry;
}

/** Prometheus metrics of one process. */
export function createMetrics({ kind, hallway }: { kind: string; hallway: Hallway }): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels({ process: kind });
  // The event loop's delay is measured by a timer: its usual 10 ms would wake an idle process a hundred times a second,
  // and nothing wakes one as often as that. Once a second tells as much of a minute.
  collectDefaultMetrics({ register: registry, prefix: "hookline_", eventLoopMonitoringPrecision: 1_000 });
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(read());
      },
    });
  gauge("hookline_updates_in_hand", "Updates accepted and not finished yet", () => hallway.inHand);
  gauge(
    "hookline_updates_accepted",
    "Updates accepted since the process started",
    () => hallway.counts.accepted,
  );
  gauge(
    "hookline_updates_duplicate",
    "Deliveries of updates that were stored before",
    () => hallway.counts.duplicate,
  );
  gauge(
    "hookline_updates_refused",
    "Webhooks answered 429 because too many updates waited",
    () => hallway.room.refused,
  );
  gauge("hookline_updates_handled", "Updates handled", () => hallway.counts.handled);
  gauge("hookline_updates_failed", "Handlings that failed", () => hallway.counts.failed);
  return { registry };
}
