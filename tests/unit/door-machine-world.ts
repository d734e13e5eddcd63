import type { BotEntity } from "../../lib/data/bots";
import { factsOf } from "../../lib/transport/door-facts";
import { type Address, nextStep, type Step, webhookFailure } from "../../lib/transport/door-machine";
import { beginFallback, cleanSlate } from "../../lib/transport/switch-door";
import { wantedDoor } from "../../lib/transport/wanted-door";
import { ours, theirs, timings } from "./door-machine-facts";
import { newRow, noWebhook } from "./door-machine-row";

/** After this long another process finishes a switch whose process died. */
const abandonedMs = 60_000;
const unauthorized = { activeDoor: "none", status: "unauthorized", webhookEnabled: false } as const;
const calm = { failingSince: null, pollFailure: null, pollFailingSince: null, pollError: null } as const;

/** The kind of step, and everything around it that a promise may be about. */
export interface Taken {
  step: Step;
  row: BotEntity;
  at: number;
}

/**
 * A small model of what surrounds the state machine: Telegram's side of one bot, our row, the public
 * address and its canary, and time. Steps are applied as take-step and switch-door apply them, and a
 * switch can be cut off between any two of its acts.
 */
export class World {
  now = Date.UTC(2026, 7, 24, 12, 0, 0);
  row: BotEntity;
  /** Telegram's own state of the bot. */
  telegram = { url: "", pending: 0, errorAt: null as number | null, error: null as string | null };
  telegramUp = true;
  /** While it is down, Telegram still does what it is asked, and only its answer is lost. */
  answersLost = false;
  refusesWebhooks = false;
  revoked = false;
  secretKnown = true;
  addressUp = true;
  hooklineUp = true;
  /** Other bots fail as well. */
  othersFail = false;
  foreignPoller = false;
  /** The next switch is cut off after so many acts. */
  dieAfter: number | undefined;
  counts = { sent: 0, handled: 0, stolen: 0 };
  taken: Taken[] = [];
  readonly #config = {
    webhookBase: "https://bots.example.org",
    WEBHOOK_FALLBACK_TO_POLLING: true,
    FAILOVER_RECOVERY_MS: 120_000,
    FAILOVER_RECOVERY_MAX_MS: 900_000,
  };
  #canary: Address = { state: "unknown", reason: "", since: 0, agreed: false };
  #canaryFailures = 0;

  constructor(mode: "webhook" | "polling") {
    this.row = newRow(mode, new Date(this.now));
  }

  /** Time passes, updates travel, and the supervisor makes one round. */
  round(ms: number): void {
    this.now += ms;
    this.#deliver();
    this.#fly();
    const { switchingSince } = this.row;
    if (switchingSince && this.now - switchingSince.getTime() > abandonedMs) {
      this.switchDoor(wantedDoor(this.row, this.#config));
    }
    this.#supervise();
  }

  /** What an owner's press does (update-bot): nothing of the past counts afterwards. */
  ownerActs(change: { mode?: "webhook" | "polling"; enabled?: boolean }): void {
    const { mode = this.row.mode, enabled } = change;
    if (this.row.status === "unauthorized") return;
    const status = enabled === false ? "paused" : "active";
    const to = wantedDoor({ mode, status }, this.#config);
    if (to === this.row.activeDoor && mode === this.row.mode && status === this.row.status) return;
    if (this.switchDoor(to, { ...cleanSlate, mode, status })) this.taken = [];
  }

  facts(url?: string) {
    return factsOf(this.row, url, this.#config);
  }

  /** As switch-door does it. False where another switch is under way. */
  switchDoor(to: "webhook" | "polling" | "none", set: Partial<BotEntity> = {}): boolean {
    const { switchingSince } = this.row;
    if (switchingSince && this.now - switchingSince.getTime() < abandonedMs) return false;
    const before = this.row;
    this.row = { ...before, ...set, activeDoor: "none", switchingSince: new Date(this.now) };
    if (this.#dies()) return true;
    if (to === "webhook") {
      const answer = this.#setWebhook();
      if (this.#dies()) return true;
      if (answer === "ok") {
        const opened = { webhookEnabled: true, webhookUrl: ours, webhookSetAt: new Date(this.now) };
        this.#settle({ ...noWebhook, ...opened, doorReason: null, ...set, activeDoor: "webhook" });
      } else if (answer === "unauthorized") this.#settle({ ...set, ...unauthorized });
      else {
        const fallback = beginFallback(this.#config, this.row, this.now);
        this.#deleteWebhook();
        if (this.#dies()) return true;
        this.#settle({ ...noWebhook, ...set, ...fallback, activeDoor: "polling" });
      }
      return true;
    }
    const answer = this.#deleteWebhook();
    if (this.#dies()) return true;
    const { activeDoor, mode, status } = before;
    if (answer === "unreachable") this.#settle({ activeDoor, mode, status });
    else if (answer === "unauthorized" && to === "polling") this.#settle({ ...set, ...unauthorized });
    else this.#settle({ ...noWebhook, doorReason: null, ...set, activeDoor: to });
    return true;
  }

  #settle(change: Partial<BotEntity>): void {
    const moved = change.activeDoor !== this.row.activeDoor;
    this.row = {
      ...this.row,
      ...change,
      switchingSince: null,
      ...(moved ? { doorChangedAt: new Date(this.now) } : {}),
    };
  }

  #dies(): boolean {
    if (this.dieAfter === undefined) return false;
    if (this.dieAfter-- > 0) return false;
    this.dieAfter = undefined;
    return true;
  }

  #setWebhook(): "ok" | "unauthorized" | "refused" | "unreachable" {
    if (this.telegramUp && this.revoked) return "unauthorized";
    if (this.telegramUp && this.refusesWebhooks) {
      this.#changeUrl("");
      return "refused";
    }
    if (this.telegramUp || this.answersLost) {
      this.#changeUrl(ours);
      this.secretKnown = true;
    }
    return this.telegramUp ? "ok" : "unreachable";
  }

  #deleteWebhook(): "ok" | "unauthorized" | "unreachable" {
    if (!this.telegramUp) {
      if (this.answersLost) this.#changeUrl("");
      return "unreachable";
    }
    if (this.revoked) return "unauthorized";
    this.#changeUrl("");
    return "ok";
  }

  #changeUrl(url: string): void {
    this.telegram = { ...this.telegram, url, errorAt: null, error: null };
  }

  /** Another program's setWebhook or deleteWebhook, or a late one of a process that was paused. */
  setUrlElsewhere(whose: "ours" | "theirs" | "nobody"): void {
    if (!this.revoked) this.#changeUrl({ ours, theirs, nobody: "" }[whose]);
  }

  #deliver(): void {
    const { telegram, counts } = this;
    const polls = this.row.status === "active" && this.row.activeDoor === "polling";
    if (telegram.url === theirs) {
      counts.stolen += telegram.pending;
      telegram.pending = 0;
    } else if (telegram.url === ours && telegram.pending > 0) {
      const error = !this.addressUp
        ? "Connection refused"
        : !this.hooklineUp
          ? "Wrong response from the webhook: 503 Service Unavailable"
          : this.secretKnown
            ? undefined
            : "Wrong response from the webhook: 401 Unauthorized";
      if (error !== undefined) {
        Object.assign(telegram, { error, errorAt: Math.floor(this.now / 1000) * 1000 });
      } else {
        counts.handled += telegram.pending;
        telegram.pending = 0;
        this.row = { ...this.row, lastWebhookUpdate: new Date(this.now) };
      }
    }
    if (polls) this.#poll();
    else if (this.foreignPoller && telegram.url === "") {
      counts.stolen += telegram.pending;
      telegram.pending = 0;
    }
  }

  #poll(): void {
    const { telegram, counts, row } = this;
    const failure = !this.telegramUp
      ? "unreachable"
      : this.revoked
        ? "unauthorized"
        : telegram.url !== ""
          ? "webhook-set"
          : this.foreignPoller
            ? "other-poller"
            : null;
    if (failure === "unauthorized") this.row = { ...row, ...unauthorized };
    else if (failure !== null) {
      const since = row.pollFailure === failure ? row.pollFailingSince : new Date(this.now);
      this.row = { ...row, pollFailure: failure, pollFailingSince: since };
    } else {
      counts.handled += telegram.pending;
      telegram.pending = 0;
      const at = new Date(this.now);
      this.row = { ...row, pollFailure: null, pollFailingSince: null, lastPollAt: at };
    }
  }

  #fly(): void {
    const well = this.addressUp && this.hooklineUp;
    this.#canaryFailures = well ? 0 : this.#canaryFailures + 1;
    const before = this.#canary.state;
    const state = well ? "well" : this.addressUp ? "unknown" : this.#canaryFailures >= 2 ? "dead" : before;
    const reason = state === "dead" ? "connection refused" : "";
    this.#canary = { state, reason, since: state === before ? this.#canary.since : this.now, agreed: false };
  }

  #supervise(): void {
    const { activeDoor, status, pollFailure } = this.row;
    const asks = activeDoor === "webhook" || (activeDoor === "polling" && pollFailure === "webhook-set");
    let url: string | undefined;
    if (status === "active" && asks) {
      // Telegram cannot be asked: what is not known changes nothing.
      if (!this.telegramUp) return;
      if (this.revoked) {
        this.row = { ...this.row, ...unauthorized };
        return;
      }
      url = this.telegram.url;
      const { pending, errorAt, error } = this.telegram;
      this.row = {
        ...this.row,
        previousPending: this.row.pendingCount,
        pendingCount: pending,
        lastErrorAt: errorAt === null ? null : new Date(errorAt),
        lastErrorMessage: error,
        checkedAt: new Date(this.now),
      };
    }
    const facts = this.facts(url);
    const dead = this.#canary.state === "dead";
    const failing = this.othersFail || webhookFailure(facts, this.#canary) !== undefined;
    const step = nextStep(facts, { ...this.#canary, agreed: dead && failing }, timings, this.now);
    this.taken.push({ step, row: this.row, at: this.now });
    this.#take(step);
  }

  /** As take-step does it. */
  #take(step: Step): void {
    const at = new Date(this.now);
    switch (step.do) {
      case "rest":
        return;
      case "note-failing":
        this.row = { ...this.row, failingSince: this.row.failingSince ?? at };
        return;
      case "clear-failing":
        this.row = { ...this.row, failingSince: null };
        return;
      case "end-fallback":
        this.row = { ...this.row, fallbackSince: null, recoveryTries: 0, nextRecoveryAt: null };
        return;
      case "fall-back":
        this.switchDoor("polling", beginFallback(this.#config, this.row, this.now));
        return;
      case "hand-back":
        this.switchDoor("webhook", calm);
        return;
      case "move":
        this.switchDoor(step.to);
        return;
      case "take-back":
        this.switchDoor(this.row.activeDoor === "polling" ? "polling" : "webhook", {
          ...calm,
          tookBackAt: at,
        });
        return;
      case "report-conflict":
        this.row = {
          ...this.row,
          ...calm,
          status: "conflict",
          activeDoor: "none",
          webhookEnabled: false,
          webhookUrl: null,
          conflictKind: step.kind,
          conflictSince: at,
          conflictUrl: step.url,
        };
    }
  }
}
