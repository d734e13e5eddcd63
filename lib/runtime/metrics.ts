import { collectDefaultMetrics, Gauge, Registry } from "prom-client";
import type { Pipeline } from "../pipeline/pipeline";

export interface Metrics {
  registry: Registry;
}

/** Prometheus metrics of one process. */
export function createMetrics({ kind, pipeline }: { kind: string; pipeline: Pipeline }): Metrics {
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
  gauge(
    "hookline_updates_in_hand",
    "Updates accepted and not finished yet",
    () => pipeline.admission.inFlight,
  );
  gauge(
    "hookline_updates_accepted",
    "Updates accepted since the process started",
    () => pipeline.counts.accepted,
  );
  gauge(
    "hookline_updates_duplicate",
    "Deliveries of updates that were stored before",
    () => pipeline.counts.duplicate,
  );
  gauge(
    "hookline_updates_refused",
    "Webhooks answered 429 because too many updates waited",
    () => pipeline.admission.refused,
  );
  gauge("hookline_updates_handled", "Updates handled", () => pipeline.counts.handled);
  gauge("hookline_updates_failed", "Handlings that failed", () => pipeline.counts.failed);
  return { registry };
}
