import type { Services } from "../context";
import { type CanaryRecord, countFlight, readCanary, writeCanary } from "../data/canary";
import { liveProcesses } from "../data/heartbeats";
import { type CanaryFlight, flyCanary } from "./canary";
import type { Address } from "./door-machine";

/** After a first failure the canary flies again so soon, as a share of its usual interval. */
const doubtShare = 0.2;

/** What the canary says of the public address, flight by flight. */
export class AddressWatch {
  readonly #services: Services;
  #record: CanaryRecord | undefined;
  /** Flights that failed in a row, and those among the last of them that nothing of our own explains. */
  #failures = 0;
  #unexplained = 0;

  constructor(services: Services) {
    this.#services = services;
  }

  /** Takes up what another supervisor knew. */
  async load(): Promise<void> {
    this.#record = await readCanary(this.#services.data);
  }

  /** Milliseconds until the next flight. */
  get pauseMs(): number {
    const { FAILOVER_CANARY_INTERVAL_MS: interval } = this.#services.config;
    return this.#failures === 1 || this.#unexplained === 1 ? interval * doubtShare : interval;
  }

  /** `doubted`: a flight has failed and the next one decides. */
  get doubted(): boolean {
    return this.#failures > 0;
  }

  get address(): Address {
    const record = this.#record;
    if (!record) return { state: "unknown", reason: "", since: 0, agreed: false };
    return { state: record.state, reason: record.reason, since: Date.parse(record.since), agreed: false };
  }

  /** One flight: its result is kept and counted. Two failures in a row that nothing else explains make the address dead. */
  async fly(webhookBase: string, now: number): Promise<void> {
    const { config, clock, data, log } = this.#services;
    const flight = await flyCanary(webhookBase, config.NEXTAUTH_SECRET ?? "", clock.now);
    const own = flight.ok ? undefined : await this.#ownFault(flight);
    this.#failures = flight.ok ? 0 : this.#failures + 1;
    this.#unexplained = flight.ok || own !== undefined ? 0 : this.#unexplained + 1;
    const before = this.#record;
    const state = this.#judge(flight, own !== undefined);
    const reason = flight.ok ? "" : (own ?? flight.reason);
    const at = new Date(now).toISOString();
    this.#record = {
      state,
      reason: state === before?.state && state === "well" ? "" : reason,
      since: before && before.state === state ? before.since : at,
      lastAt: at,
      lastMs: flight.ok ? flight.ms : (before?.lastMs ?? null),
    };
    if (before?.state !== state) log.warn({ state, reason }, "public address");
    await writeCanary(data, this.#record);
    await countFlight(data, flight.ok, flight.ms);
  }

  /** Why it is no fault of the address, so that leaving the webhook would not help. */
  async #ownFault(flight: CanaryFlight): Promise<string | undefined> {
    const webs = await liveProcesses(this.#services.data, "web");
    if (flight.ownFault || !webs.some(({ serving }) => serving))
      return "Hookline's own web process or database is down";
    // Its answer may be late because of all the others'.
    if (webs.some(({ refusing }) => refusing)) return "More updates come than Hookline can take";
    return undefined;
  }

  #judge(flight: CanaryFlight, own: boolean): Address["state"] {
    if (flight.ok) return "well";
    if (own) return "unknown";
    // One lost request proves nothing.
    return this.#unexplained >= 2 ? "dead" : (this.#record?.state ?? "unknown");
  }
}
