import type { Database } from "../../lib/data/database";
import type { Simulator } from "../simulator/index";

/** What became of everything that was sent. */
export interface Verdict {
  updates: number;
  /** Updates that no bot ever answered. */
  lost: number;
  /** Answered more than once though no process died over them. */
  doubled: number;
  /** Answered more than once because a killed process held them between a call and its committed outcome. */
  heldTwice: number;
  /** Updates that were begun more than once, answered twice or not. */
  retried: number;
  /** First answers that came after a later update of the same chat had been answered. */
  orderBreaks: number;
  /** One sentence each, the first few. */
  faults: string[];
}

/** One chat's page: its updates are numbered from 1, and the bot answers with the number. */
interface Page {
  telegramId: number;
  chatId: number;
  /** update_id of number n at n - 1. */
  updateIds: number[];
  /** How often number n was answered, at n - 1. */
  answers: number[];
  latest: number;
}

const maxFaults = 12;
/** Of an update's deliveries, so many of the last are told. */
const maxTries = 4;

/**
 * Counts what is sent to the bots and what they answer, by the simulator's log of calls. Every bot must
 * answer every message with its text and nothing else.
 */
export class Ledger {
  readonly #simulator: Simulator;
  /** Row ids of the bots, by their id at Telegram. */
  readonly #botIds = new Map<number, number>();
  readonly #pages = new Map<string, Page>();
  readonly #cursors = new Map<number, number>();
  readonly #faults: string[] = [];
  #sent = 0;
  #answered = 0;
  #orderBreaks = 0;
  #closed = false;

  constructor(simulator: Simulator) {
    this.#simulator = simulator;
  }

  /** Counts the bot's calls from here on. */
  watch(bot: { id: number; telegramId: number }): void {
    this.#botIds.set(bot.telegramId, bot.id);
    this.#cursors.set(bot.telegramId, this.#simulator.calls(bot.telegramId).at(-1)?.n ?? 0);
  }

  get sent(): number {
    return this.#sent;
  }

  /** Updates that were answered, each counted once. */
  get answered(): number {
    return this.#answered;
  }

  /** The bots are gone: nothing is sent or counted any more. */
  close(): void {
    this.#closed = true;
  }

  /** A person writes the chat's next number. */
  send(telegramId: number, chatId: number): void {
    if (this.#closed) return;
    const page = this.#page(telegramId, chatId);
    const { update_id } = this.#simulator.sendMessage(telegramId, {
      chat_id: chatId,
      text: String(page.updateIds.length + 1),
    });
    if (update_id === null) throw new Error("The simulator left an update out.");
    page.updateIds.push(update_id);
    page.answers.push(0);
    this.#sent++;
  }

  /** Reads what the bots have called since the last time. */
  collect(): void {
    if (this.#closed) return;
    for (const [telegramId, since] of this.#cursors) {
      for (const call of this.#simulator.calls(telegramId, since)) {
        this.#cursors.set(telegramId, call.n);
        if (call.method === "sendMessage" && call.ok) this.#book(telegramId, call.params);
      }
    }
  }

  /** The final count; the database says which updates were begun more than once. */
  async judge(data: Database): Promise<Verdict> {
    this.collect();
    let [lost, doubled, heldTwice] = [0, 0, 0];
    for (const page of this.#pages.values()) {
      const missing = page.answers.flatMap((times, i) => (times === 0 ? [i + 1] : []));
      lost += missing.length;
      for (const number of missing) {
        // A chat's updates wait behind one another: the first of a run says why.
        if (!missing.includes(number - 1)) await this.#noteLost(data, page, number, missing);
      }
      const again = page.answers.flatMap((times, i) => (times > 1 ? [i + 1] : []));
      for (const number of again) {
        const row = await this.#row(data, page, number);
        const extra = (page.answers[number - 1] ?? 1) - 1;
        if (row && row.attempts > 1) heldTwice += extra;
        else {
          doubled += extra;
          this.#note(
            `${this.#name(page, number)} answered ${extra + 1} times at its first attempt: ${this.#answersTo(page, number)}`,
          );
        }
      }
    }
    const botId = { in: [...this.#botIds.values()] };
    const retried = await data.prisma.update.count({ where: { botId, attempts: { gt: 1 } } });
    const orderBreaks = this.#orderBreaks;
    return { updates: this.#sent, lost, doubled, heldTwice, retried, orderBreaks, faults: this.#faults };
  }

  #page(telegramId: number, chatId: number): Page {
    const key = `${telegramId}:${chatId}`;
    let page = this.#pages.get(key);
    if (!page) {
      page = { telegramId, chatId, updateIds: [], answers: [], latest: 0 };
      this.#pages.set(key, page);
    }
    return page;
  }

  #book(telegramId: number, params: Record<string, unknown>): void {
    const page = this.#page(telegramId, Number(params.chat_id));
    const number = Number(params.text);
    const before = page.answers[number - 1];
    if (before === undefined) {
      this.#note(`bot ${telegramId} sent a text that nobody wrote: ${String(params.text)}`);
      return;
    }
    page.answers[number - 1] = before + 1;
    if (before > 0) return;
    this.#answered++;
    if (number < page.latest) {
      this.#orderBreaks++;
      const after = `${page.latest}: ${this.#answersTo(page, page.latest)}`;
      this.#note(
        `${this.#name(page, number)} (${this.#answersTo(page, number)}) was answered after number ${after}`,
      );
    } else page.latest = number;
  }

  async #noteLost(data: Database, page: Page, number: number, missing: readonly number[]): Promise<void> {
    if (this.#faults.length >= maxFaults) return;
    let last = number;
    while (missing.includes(last + 1)) last++;
    const row = await this.#row(data, page, number);
    const stored = row
      ? `stored by ${row.door}, ${row.state}, attempts ${row.attempts}, held by ${row.heldBy}, ${row.error ?? "no error"}`
      : "never stored";
    const before = number > 1 ? `; the one before it: ${this.#answersTo(page, number - 1)}` : "";
    this.#note(
      `${this.#name(page, number)} lost, and ${last - number} after it: ${stored}, ${this.#answersTo(page, number)}${before}`,
    );
  }

  /** How an update was answered and delivered, and when: milliseconds after it was written. */
  #answersTo(page: Page, number: number): string {
    const { created_at, acked_at, attempts } = this.#simulator.update(
      page.telegramId,
      page.updateIds[number - 1] ?? 0,
    );
    const tries = attempts
      .slice(-maxTries)
      .map(({ at, door, status, error }) => `${door} ${error ?? status} at ${at - created_at}`);
    const answers = this.#simulator
      .calls(page.telegramId)
      .filter(({ params }) => params.chat_id === page.chatId && params.text === String(number))
      .map(({ at, via }) => `${via} at ${at - created_at}`);
    const end = acked_at === null ? "still at Telegram" : `confirmed at ${acked_at - created_at}`;
    return [...answers, ...tries, end].join(", ");
  }

  #row(data: Database, page: Page, number: number) {
    const botId = this.#botIds.get(page.telegramId) ?? 0;
    const updateId = page.updateIds[number - 1] ?? 0;
    return data.prisma.update.findUnique({ where: { botId_arrival: { botId, arrival: updateId } } });
  }

  #name(page: Page, number: number): string {
    const bot = this.#botIds.get(page.telegramId);
    return `bot ${bot}, chat ${page.chatId}, number ${number} (update ${page.updateIds[number - 1]})`;
  }

  #note(fault: string): void {
    if (this.#faults.length < maxFaults) this.#faults.push(fault);
  }
}
