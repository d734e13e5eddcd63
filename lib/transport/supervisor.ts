import { setTimeout as pause } from "node:timers/promises";
import type { Services } from "../context";
import type { BotEntity } from "../data/bots";
import { databaseNow } from "../data/database-time";
import {
  findDueLooks,
  findLeaving,
  findMovable,
  findReturning,
  type Look,
  lastWebhookOfAll,
  recordLooks,
} from "../data/supervision";
import { AddressWatch } from "./address-watch";
import { factsOf } from "./door-facts";
import { type Address, nextStep, type Timings, webhookFailure } from "./door-machine";
import { askTelegram, lookAtBot } from "./look-at-bot";
import { takeStep } from "./take-step";

/** Steps that run side by side; each is mostly waiting for Telegram. */
const stepsAtOnce = 16;
/** The part of the calls a second that is spent on bots of which nothing bad is known. */
const routineShare = 0.25;
/** A failure that was not seen again for so many rounds counts no more. */
const staleRounds = 12;
/** So many bots that fail at once, with nobody succeeding, stand for the address. */
const bystanders = 3;

/**
 * Looks after every bot's door: asks Telegram about webhooks whose bots are silent, flies the canary, and
 * does what the state machine says. One process does this at a time (the lead); another takes over when
 * it dies.
 */
export class Supervisor {
  readonly #services: Services;
  readonly #lead: () => Promise<boolean>;
  readonly #watch: AddressWatch;
  #nextFlightAt = 0;
  #leading = false;
  /** Monotonic time at which the next call to Telegram may be made. */
  #nextCallAt = 0;
  /** Suspects of the last looks: bot id to when its failure was first and last seen, and its words. */
  #failing = new Map<number, { since: number; seenAt: number; texts: string }>();

  /** @param lead whether this process is the one to act; asked at every tick. */
  constructor(services: Services, lead: () => Promise<boolean>) {
    this.#services = services;
    this.#lead = lead;
    this.#watch = new AddressWatch(services);
  }

  /** One round. Resolves when every step it began has ended. */
  async tick(): Promise<void> {
    const leads = await this.#lead();
    if (leads && !this.#leading) await this.#watch.load();
    this.#leading = leads;
    if (!leads) return;
    const { data, config } = this.#services;
    const perTick = Math.max(
      1,
      Math.round((config.SUPERVISOR_CALLS_PER_SECOND * config.FAILOVER_CHECK_INTERVAL_MS) / 1000),
    );
    const now = await databaseNow(data);
    await this.#fly(now);
    await this.#look(perTick, now);
    const address = await this.#address(now);
    if (address.state === "dead" && address.agreed) {
      await this.#forEach(await findLeaving(data, perTick), (bot) => this.#step(bot, address, now));
    }
    const recovering =
      address.state === "well" ? await findReturning(data, new Date(address.since), perTick) : [];
    const movable = await findMovable(data, config.webhookBase, perTick);
    const bots = new Map([...recovering, ...movable].map((bot) => [bot.id, bot]));
    await this.#forEach([...bots.values()], (bot) => this.#attend(bot, address, now));
  }

  async #fly(now: number): Promise<void> {
    const { config, clock } = this.#services;
    if (config.webhookBase === undefined || clock.monotonic() < this.#nextFlightAt) return;
    await this.#watch.fly(config.webhookBase, now);
    this.#nextFlightAt = clock.monotonic() + this.#watch.pauseMs;
  }

  /** Asks Telegram about the webhooks whose look is due. */
  async #look(limit: number, now: number): Promise<void> {
    const { data, config } = this.#services;
    const interval = config.FAILOVER_CHECK_INTERVAL_MS;
    const doubt = this.#watch.doubted || this.#watch.address.state === "dead" || this.#failing.size > 0;
    const plan = {
      freshMs: 2 * interval,
      provenMs: 60 * interval,
      recentMs: 2 * interval,
      quietMs: 6 * interval,
      doubt,
      doubtMs: interval,
    };
    // The canary watches the address all the time: what is left to find is one bot's own trouble, or that
    // Telegram alone cannot reach us. For that thousands of bots are asked in turn, a few at a time.
    const routine = Math.ceil(limit * routineShare);
    const most = doubt ? limit : routine;
    const due = await findDueLooks(data, plan, most);
    const together = Math.min(stepsAtOnce, config.SUPERVISOR_CALLS_PER_SECOND);
    for (let i = 0; i < due.length; i += together) await this.#lookAt(due.slice(i, i + together), now);
  }

  /** Wakes the process, the connection to Telegram and the database once for all of them. */
  async #lookAt(bots: readonly BotEntity[], now: number): Promise<void> {
    await this.#turn(bots.length);
    const looks: Look[] = [];
    await this.#forEach(bots, async (bot) => {
      const look = await askTelegram(this.#services, bot);
      if (look) looks.push(look);
    });
    if (looks.length === 0) return;
    await this.#forEach(await recordLooks(this.#services.data, looks), (look) => this.#judge(look, now));
  }

  async #judge({ bot, url }: Look, now: number): Promise<void> {
    const facts = factsOf(bot, url, this.#services.config);
    const texts = webhookFailure(facts, this.#watch.address);
    if (texts === undefined) this.#failing.delete(bot.id);
    else {
      const since = this.#failing.get(bot.id)?.since ?? now;
      this.#failing.set(bot.id, { since, seenAt: now, texts });
    }
    const step = nextStep(facts, this.#watch.address, this.#timings(), now);
    await takeStep(this.#services, bot, step, now);
    if (step.do === "fall-back") this.#failing.delete(bot.id);
  }

  /** A bot whose poll is refused because of a webhook is looked at first, to learn whose that is. */
  async #attend(bot: BotEntity, address: Address, now: number): Promise<void> {
    if (bot.activeDoor === "polling" && bot.pollFailure === "webhook-set") {
      await this.#turn(1);
      const look = await lookAtBot(this.#services, bot);
      if (look) await this.#step(look.bot, address, now, look.url);
      return;
    }
    await this.#step(bot, address, now);
  }

  async #step(bot: BotEntity, address: Address, now: number, url?: string): Promise<void> {
    const facts = factsOf(bot, url, this.#services.config);
    const step = nextStep(facts, address, this.#timings(), now);
    if (step.do !== "rest") await this.#turn(1);
    await takeStep(this.#services, bot, step, now);
    if (step.do === "fall-back") this.#failing.delete(bot.id);
  }

  /**
   * What is to be believed of the address: the canary's word; and where it finds nothing wrong while
   * several bots fail and none succeeds, Telegram's.
   */
  async #address(now: number): Promise<Address> {
    const { address } = this.#watch;
    // A bot that left its webhook, by whatever way, is looked at no more and says nothing of the address.
    for (const [botId, { seenAt }] of this.#failing)
      if (now - seenAt > staleRounds * this.#services.config.FAILOVER_CHECK_INTERVAL_MS)
        this.#failing.delete(botId);
    const failing = [...this.#failing.values()];
    if (address.state === "dead") return { ...address, agreed: failing.length > 0 };
    const [first] = failing.sort((a, b) => a.since - b.since);
    const { FAILOVER_GRACE_MS } = this.#services.config;
    if (!first || failing.length < bystanders || now - first.since < FAILOVER_GRACE_MS / 2) return address;
    if ((await lastWebhookOfAll(this.#services.data)) > first.since) return address;
    return { state: "dead", reason: first.texts, since: address.since, agreed: true };
  }

  #timings(): Timings {
    const { config } = this.#services;
    return {
      graceMs: config.FAILOVER_GRACE_MS,
      probationMs: 2 * config.FAILOVER_GRACE_MS,
      pollConflictMs: Math.max(config.LEASE_TTL_MS, config.FAILOVER_GRACE_MS / 2),
      takeBackPauseMs: 24 * 3_600_000,
    };
  }

  /** Waits until so many calls may be made: SUPERVISOR_CALLS_PER_SECOND over all. */
  async #turn(calls: number): Promise<void> {
    const { clock, config } = this.#services;
    const now = clock.monotonic();
    const at = Math.max(now, this.#nextCallAt);
    this.#nextCallAt = at + (calls * 1000) / config.SUPERVISOR_CALLS_PER_SECOND;
    if (at > now) await pause(at - now);
  }

  /** One bot's fault touches no other. */
  async #forEach<T extends BotEntity | Look>(
    items: readonly T[],
    act: (item: T) => Promise<void>,
  ): Promise<void> {
    const queue = [...items];
    const worker = async () => {
      for (let item = queue.shift(); item; item = queue.shift()) {
        const { id } = "bot" in item ? item.bot : item;
        await act(item).catch((error: unknown) =>
          this.#services.log.warn({ err: error, bot: id }, "supervisor: a step failed, it is taken again"),
        );
      }
    };
    await Promise.all(Array.from({ length: stepsAtOnce }, worker));
  }
}
