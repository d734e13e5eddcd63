import type { Scenario } from "../scenario";
import { fleetSize } from "./fleet-size";
import { idle } from "./idle";
import { ingest } from "./ingest";
import { latency } from "./latency";
import { memory } from "./memory";
import { overload } from "./overload";
import { pages } from "./pages";
import { paint } from "./paint";
import { polling } from "./polling";
import { pollingPeers } from "./polling-peers";
import { requests } from "./requests";
import { scaleOut } from "./scale-out";
import { supervision } from "./supervision";
import { tables } from "./tables";
import { vacuum } from "./vacuum";
import { workers } from "./workers";

/** In this order; `--only <name>` picks. */
export const scenarios: readonly Scenario[] = [
  { name: "ingest", run: ingest },
  { name: "fleet-size", run: fleetSize },
  { name: "latency", run: latency },
  { name: "memory", run: memory },
  { name: "overload", run: overload },
  { name: "pages", run: pages },
  { name: "workers", run: workers },
  { name: "scale-out", run: scaleOut },
  { name: "polling", run: polling },
  { name: "polling-peers", run: pollingPeers, slow: true },
  { name: "idle", run: idle, slow: true },
  { name: "supervision", run: supervision, slow: true },
  { name: "requests", run: requests, onDemand: true },
  { name: "paint", run: paint, onDemand: true },
  { name: "tables", run: tables, onDemand: true },
  { name: "vacuum", run: vacuum, onDemand: true },
];
