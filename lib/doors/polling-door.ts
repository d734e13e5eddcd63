import type { BotDirectory } from "../bots/bot-directory";
import type { Services } from "../context";
import { toTick } from "../core/tick";
import { reviveUpdate } from "../data/incoming-update";
import {
  acquireLeases,
  countPolling,
  freeDeadLeases,
  type Lease,
  type PollReport,
  rangesOf,
  releaseLeases,
  renewLeases,
  writePollReports,
} from "../data/leases";
import { findOthersOpen, type OpenUpdate } from "../data/open-updates";
import type { Signals } from "../data/signals";
import type { Pipeline } from "../pipeline/pipeline";
import { FirstContacts } from "./first-contacts";
import { isPolled, PollLoop } from "./poll-loop";

export interface PollingDoorOptions {
  services: Services;
  pipeline: Pipeline;
  bots: BotDirectory;
  signals: Signals;
  processId: number;
  onUnauthorized: (bot: { id: number; token: string }) => void;
}

/** Leases prolonged in one statement. */
const renewedAtOnce = 1_000;
/** Leases taken in one statement. */
const leasesAtOnce = 500;
/** How long reports of the loops are gathered, in milliseconds: that a poll was answered once more is no news. */
const reportMs = 3_000;
const urgentReportMs = 500;
/** Least time between two rounds that notifications ask for: many doors may change at once. */
const roundMs = 100;
/** A bot that cannot be polled is not tried again for this long. */
const brokenMs = 60_000;

/**
 * Polls every bot this process holds a lease on. Leases are taken up to a fair share of all polled bots,
 * renewed together, and given back at once when a bot leaves or the process stops. Between two ticks a
 * notification of a changed bot brings it in or sends it away within moments.
 */
export class PollingDoor {
  readonly #options: PollingDoorOptions;
  readonly #contacts = new FirstContacts();
  readonly #loops = new Map<number, PollLoop>();
  /** Bots whose lease has just become ours. */
  readonly #entering = new Map<number, Lease>();
  /** Bots on their way out: their lease is ours until they have drained. */
  readonly #leaving = new Map<number, Promise<void>>();
  /** Bots that could not be polled, e.g. because no key opens their token, until the monotonic time. */
  readonly #broken = new Map<number, number>();
  #timer: NodeJS.Timeout | undefined;
  #reporting: NodeJS.Timeout | undefined;
  /** Monotonic time at which the next reports are written, where any wait. */
  #reportAt = Number.POSITIVE_INFINITY;
  /** A round that a notification asked for. */
  #round: NodeJS.Timeout | undefined;
  #lastRoundAt = 0;
  #closed = false;
  /** Ticks and rounds run one after another. */
  #ticking: Promise<void> = Promise.resolve();
  /** Monotonic time until which our leases surely hold; those taken since the last renewal hold for longer. */
  #leasedUntil = 0;

  constructor(options: PollingDoorOptions) {
    this.#options = options;
  }

  /** Bots polled now. */
  get size(): number {
    return this.#loops.size;
  }

  async start(): Promise<void> {
    const { signals } = this.#options;
    signals.on("hookline_bots", (payload) => void this.#botChanged(Number(payload)));
    signals.onGap(() => void this.#tick());
    await this.#tick();
    this.#schedule();
  }

  /** Stops every poll, finishes and confirms what is in hand, gives all leases back. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#reporting);
    clearTimeout(this.#round);
    await this.#ticking;
    for (const botId of this.#mine()) void this.#leave(botId);
    await Promise.all(this.#leaving.values());
  }

  #schedule(): void {
    if (this.#closed) return;
    const { LEASE_TTL_MS } = this.#options.services.config;
    this.#timer = setTimeout(
      () => void this.#tick().finally(() => this.#schedule()),
      toTick(Math.min(5_000, LEASE_TTL_MS / 3)),
    );
  }

  /** Looks for free leases soon: a bot has come or gone. */
  #roundSoon(): void {
    if (this.#closed) return;
    const sinceMs = this.#options.services.clock.monotonic() - this.#lastRoundAt;
    this.#round ??= setTimeout(
      () => {
        this.#round = undefined;
        void this.#inTurn(() => this.#takeShare());
      },
      Math.max(0, roundMs - sinceMs),
    );
  }

  #tick(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#renew();
      await this.#takeShare();
      for (const loop of this.#loops.values()) loop.breakStall(this.#options.services.config.POLL_STALL_MS);
    });
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    this.#ticking = this.#ticking.then(work).catch((error: unknown) => {
      this.#options.services.log.warn({ err: error }, "polling: leases not renewed");
      this.#dropIfExpired();
    });
    return this.#ticking;
  }

  /** Bots whose lease is ours. */
  #mine(): number[] {
    return [...this.#loops.keys(), ...this.#entering.keys()];
  }

  /** Prolongs what is ours, some at a time: commits of updates wait for no more than those. */
  async #renew(): Promise<void> {
    const { services, processId } = this.#options;
    const asked = services.clock.monotonic();
    const held = new Set<number>();
    for (const range of rangesOf(this.#mine(), renewedAtOnce)) {
      const ids = await renewLeases(services.data, processId, services.config.LEASE_TTL_MS, range);
      for (const botId of ids) held.add(botId);
    }
    this.#leasedUntil = asked + services.config.LEASE_TTL_MS;
    for (const botId of this.#mine()) if (!held.has(botId)) void this.#leave(botId);
  }

  /** The leases may have passed to others: polling on would only take turns in 409s with them. */
  #dropIfExpired(): void {
    if (this.#options.services.clock.monotonic() < this.#leasedUntil) return;
    for (const botId of this.#mine()) void this.#leave(botId);
  }

  async #takeShare(): Promise<void> {
    const { services, processId } = this.#options;
    const { data, config, clock } = services;
    const { bots, sidecars, orphaned } = await countPolling(data, config.LEASE_TTL_MS);
    if (orphaned && !this.#closed) await freeDeadLeases(data);
    const share = Math.ceil(bots / Math.max(1, sidecars));
    for (const botId of this.#mine().slice(share)) void this.#leave(botId);
    const now = clock.monotonic();
    for (const [botId, until] of this.#broken) if (until < now) this.#broken.delete(botId);
    for (let free = share - this.#mine().length; free > 0 && !this.#closed; ) {
      const limit = Math.min(leasesAtOnce, free);
      // A lease of ours that ran out is no free one: its loop has to end first.
      const except = [...this.#broken.keys(), ...this.#mine(), ...this.#leaving.keys()];
      const leases = await acquireLeases(data, processId, config.LEASE_TTL_MS, limit, except);
      for (const lease of leases) this.#entering.set(lease.botId, lease);
      void this.#enterAll(leases);
      if (leases.length < limit) break;
      free -= leases.length;
    }
    this.#lastRoundAt = clock.monotonic();
  }

  /** Begins to poll these bots, which are ours by now. */
  async #enterAll(leases: readonly Lease[]): Promise<void> {
    const { services, processId } = this.#options;
    const ids = leases.map(({ botId }) => botId);
    try {
      const others = new Map<number, OpenUpdate[]>(ids.map((botId) => [botId, []]));
      for (const update of await findOthersOpen(services.data, processId, ids))
        others.get(update.botId)?.push(update);
      await Promise.all(leases.map((lease) => this.#enter(lease, others.get(lease.botId) ?? [])));
    } catch (error) {
      services.log.warn({ err: error, bots: ids.length }, "polling: not begun, leases given back");
      for (const botId of ids) void this.#leave(botId);
    }
  }

  /**
   * @param others updates of the bot that another process works on, or that died in its hands: each keeps its
   *   place in its chat's lane, so that newer ones do not overtake it.
   */
  async #enter(lease: Lease, others: readonly OpenUpdate[]): Promise<void> {
    const { services, pipeline, bots, onUnauthorized } = this.#options;
    const { botId, fence } = lease;
    await this.#leaving.get(botId);
    const bot = await bots.get(botId).catch((error: unknown) => {
      // One bot's fault, such as a token that no key opens, keeps no other from being polled.
      services.log.error({ err: error, bot: botId }, "polling: bot cannot be polled");
      this.#broken.set(botId, services.clock.monotonic() + brokenMs);
      return undefined;
    });
    if (this.#entering.get(botId) !== lease) return;
    // Its door may have changed again since the lease was taken: a poll now would meet a webhook being set.
    if (!bot || !isPolled(bot) || this.#closed) return this.#leave(botId);
    this.#entering.delete(botId);
    for (const update of others) void pipeline.following.follow(reviveUpdate(update), false);
    const onChanged = (urgent: boolean) => this.#reportWithin(urgent ? urgentReportMs : reportMs);
    const contacts = this.#contacts;
    const leasedUntil = () => this.#leasedUntil;
    const loop = new PollLoop({
      services,
      contacts,
      pipeline,
      bot,
      fence,
      leasedUntil,
      onUnauthorized,
      onChanged,
    });
    this.#loops.set(botId, loop);
    loop.start();
  }

  /** Gives a bot's lease back, at once or when its loop has drained. */
  #leave(botId: number): Promise<void> {
    const { services, processId } = this.#options;
    const loop = this.#loops.get(botId);
    const lease = loop ?? this.#entering.get(botId);
    if (!lease) return this.#leaving.get(botId) ?? Promise.resolve();
    this.#loops.delete(botId);
    this.#entering.delete(botId);
    const left = (async () => {
      if (loop) {
        await loop.stop();
        await writePollReports(services.data, processId, [reportOf(loop)]);
      }
      await releaseLeases(services.data, processId, [lease]);
    })()
      .catch((error: unknown) =>
        services.log.warn({ err: error, bot: botId }, "polling: lease left to expire"),
      )
      .finally(() => this.#leaving.delete(botId));
    this.#leaving.set(botId, left);
    return left;
  }

  /** A bot's row changed: it may have come, gone, or got another token or other wishes. */
  async #botChanged(botId: number): Promise<void> {
    this.#broken.delete(botId);
    if (this.#loops.has(botId) || this.#entering.has(botId)) {
      const bot = await this.#options.bots.get(botId).catch(() => undefined);
      const loop = this.#loops.get(botId);
      if (!bot || !isPolled(bot) || (loop && !loop.suits(bot))) await this.#leave(botId);
    }
    this.#roundSoon();
  }

  /** Gathers what the loops have to say for so long at most, and writes it in one statement. */
  #reportWithin(ms: number): void {
    const { clock, log } = this.#options.services;
    const at = clock.monotonic() + ms;
    if (this.#closed || at >= this.#reportAt) return;
    this.#reportAt = at;
    clearTimeout(this.#reporting);
    this.#reporting = setTimeout(() => {
      this.#reportAt = Number.POSITIVE_INFINITY;
      this.#report().catch((error: unknown) => {
        log.warn({ err: error }, "polling: report not written, trying again");
        this.#reportWithin(reportMs);
      });
    }, toTick(ms));
  }

  async #report(): Promise<void> {
    const changed = [...this.#loops.values()].filter((loop) => loop.changed);
    for (const loop of changed) loop.changed = false;
    if (changed.length === 0) return;
    try {
      await writePollReports(this.#options.services.data, this.#options.processId, changed.map(reportOf));
    } catch (error) {
      for (const loop of changed) loop.changed = true;
      throw error;
    }
  }
}

function reportOf(loop: PollLoop): PollReport {
  const { botId, fence, offset, lastPollAgoMs, error, failure } = loop;
  return { botId, fence, offset, lastPollAgoMs, error, failure };
}
