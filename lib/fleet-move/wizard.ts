import { setTimeout as pause } from "node:timers/promises";
import type { Services } from "../context";
import { recordAudit } from "../data/audit";
import { readCanary } from "../data/canary";
import { databaseNow } from "../data/database-time";
import {
  type ClaimedBot,
  claimBots,
  countWaves,
  findUnproven,
  noBots,
  skipWaiting,
} from "../data/fleet-move-bots";
import { beginWatch, changeRun, findActiveRun, type RunEntity } from "../data/fleet-move-runs";
import type { Signals } from "../data/signals";
import { setFailing } from "../data/supervision";
import { factsOf } from "../transport/door-facts";
import { type Address, webhookFailure } from "../transport/door-machine";
import { lookAtBot } from "../transport/look-at-bot";
import { moveBot, returnBot } from "./move-bot";
import { type Move, nextMove } from "./next-move";
import { readReason, sayReason, writeReason } from "./reason";

/** Bots that are switched side by side; each is mostly waiting for Telegram and its poller. */
const atOnce = 8;
/** Where no run is under way and nobody tells of one, it is looked for so often, in milliseconds. */
const lookMs = 60_000;
/** Of the supervisor's calls to Telegram a second, the wizard makes so large a part besides. */
const callShare = 0.25;

type WizardSignals = Pick<Signals, "lead" | "on" | "onGap">;

/**
 * The migration wizard's worker: does what `nextMove` says for the run under way, one round at a time. It
 * keeps nothing of it in memory, so that whichever process leads goes on where the last one stood.
 */
export class MigrationWizard {
  readonly #services: Services;
  readonly #processId: number;
  readonly #signals: WizardSignals;
  /** Monotonic time before which no run is looked for. */
  #lookAt = 0;

  /** @param signals say whether this process is the one to act, at every tick, and when a run has begun. */
  constructor(services: Services, processId: number, signals: WizardSignals) {
    this.#services = services;
    this.#processId = processId;
    this.#signals = signals;
    const lookNow = () => {
      this.#lookAt = 0;
    };
    signals.on("hookline_runs", lookNow);
    signals.onGap(lookNow);
  }

  /** One round. Resolves when every bot it took in hand is settled. */
  async tick(): Promise<void> {
    const { data, config, clock } = this.#services;
    const now = clock.monotonic();
    if (now < this.#lookAt || !(await this.#signals.lead())) return;
    // Before the question: a run that begins meanwhile is looked for again.
    this.#lookAt = now + lookMs;
    const run = await findActiveRun(data);
    if (!run) return;
    this.#lookAt = 0;
    const waves = await countWaves(data, run, config.FAILOVER_GRACE_MS, this.#processId);
    const address = await this.#address();
    const databaseTime = await databaseNow(data);
    const move = nextMove(
      {
        state: stateOf(run),
        wave: run.wave,
        lastWave: run.lastWave,
        watchedSince: run.watchedSince?.getTime() ?? null,
        watchMs: run.watchMs,
        thresholdPercent: run.thresholdPercent,
        address: config.webhookBase === undefined ? undefined : address,
        counts: waves.get(run.wave) ?? noBots,
      },
      databaseTime,
    );
    await this.#do(run, move);
    if (run.state !== "rolling_back") await this.#look(run, address);
  }

  async #do(run: RunEntity, move: Move): Promise<void> {
    const { data } = this.#services;
    const reason = writeReason(move.why);
    switch (move.do) {
      case "rest":
        await this.#say(run, reason);
        return;
      case "move":
        await this.#say(run, reason);
        return this.#take(run, "out", (claimed) => moveBot(this.#services, claimed, run.wave));
      case "watch":
        return beginWatch(data, run.id, run.wave, reason);
      case "next-wave":
        await changeRun(data, run, { wave: run.wave + 1, watchedSince: null, reason });
        return;
      case "finish":
        return this.#end(run, "done", reason);
      case "roll-back":
        await changeRun(data, run, { state: "rolling_back", endsAs: "halted", reason });
        this.#services.log.warn(
          { run: run.id, wave: run.wave, reason: sayReason(move.why, "en") },
          "migration: wave is rolled back",
        );
        return;
      case "return":
        return this.#take(run, "back", (claimed) => returnBot(this.#services, claimed));
      case "end":
        // The reason is why it was rolled back, which is what people want to know afterwards.
        return this.#end(run, run.endsAs === "cancelled" ? "cancelled" : "halted", run.reason);
    }
  }

  /** While a wave is rolled back the run keeps saying why. */
  async #say(run: RunEntity, reason: string): Promise<void> {
    if (run.state === "rolling_back" || run.reason === reason) return;
    await changeRun(this.#services.data, run, { reason });
  }

  async #take(
    run: RunEntity,
    direction: "out" | "back",
    act: (claimed: ClaimedBot) => Promise<void>,
  ): Promise<void> {
    const wave = { runId: run.id, wave: run.wave };
    const claimed = await claimBots(this.#services.data, wave, direction, this.#processId, this.#callsARound);
    await this.#forEach(claimed, act);
  }

  async #end(run: RunEntity, state: "done" | "halted" | "cancelled", reason: string): Promise<void> {
    const { data } = this.#services;
    await skipWaiting(data, { runId: run.id, wave: run.wave });
    if (!(await changeRun(data, run, { state, over: true, reason }))) return;
    const detail = { run: run.id, wave: run.wave, reason: sayReason(readReason(reason), "en") };
    await recordAudit(data, { userId: null, action: `migration.${state}`, detail });
  }

  /** Asks Telegram about moved bots that nobody speaks for: the supervisor asks about quiet ones too seldom. */
  async #look(run: RunEntity, address: Address): Promise<void> {
    const { data, config } = this.#services;
    const everyMs = Math.min(60_000, Math.max(2 * config.FAILOVER_CHECK_INTERVAL_MS, run.watchMs / 5));
    const wave = { runId: run.id, wave: run.wave };
    const bots = await findUnproven(data, wave, everyMs, this.#callsARound);
    await this.#forEach(bots, async (bot) => {
      const after = await lookAtBot(this.#services, bot);
      if (!after) return;
      const facts = factsOf(after.bot, after.url, config);
      if (webhookFailure(facts, address) !== undefined) await setFailing(data, bot.id, true);
    });
  }

  async #address(): Promise<Address> {
    const { data, config, clock } = this.#services;
    const canary = await readCanary(data);
    if (!canary || clock.now() - Date.parse(canary.lastAt) > config.canaryStaleMs)
      return { state: "unknown", reason: "", since: 0, agreed: false };
    return { state: canary.state, reason: canary.reason, since: Date.parse(canary.since), agreed: false };
  }

  get #callsARound(): number {
    return Math.max(1, Math.round(this.#services.config.SUPERVISOR_CALLS_PER_SECOND * callShare));
  }

  /** Spread over a second; one bot's fault touches no other. */
  async #forEach<T>(items: readonly T[], act: (item: T) => Promise<void>): Promise<void> {
    const queue = [...items];
    const gapMs = 1000 / this.#callsARound;
    let at = this.#services.clock.monotonic();
    const worker = async () => {
      for (let item = queue.shift(); item !== undefined; item = queue.shift()) {
        const now = this.#services.clock.monotonic();
        at = Math.max(now, at + gapMs);
        if (at > now) await pause(at - now);
        await act(item).catch((error: unknown) =>
          this.#services.log.warn({ err: error }, "migration: a step failed, it is taken again"),
        );
      }
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
  }
}

function stateOf({ state }: RunEntity): "running" | "paused" | "rolling_back" {
  // A run that is over is never the active one.
  return state === "paused" || state === "rolling_back" ? state : "running";
}
