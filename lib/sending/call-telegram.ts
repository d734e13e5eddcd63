import { setTimeout as pause } from "node:timers/promises";
import type { Telegram } from "../telegram/client";
import { type CallEnd, endOfFailure } from "./call-end";

/** One call of a Bot API method. */
export interface MethodCall {
  method: string;
  params: object;
}

/** A call that Telegram carried out. */
export interface Answered {
  result: unknown;
  /** An earlier try went out and its answer did not come: Telegram may have carried the call out twice. */
  maybeTwice: boolean;
}

/** Longest pause between two tries while Telegram cannot be reached, in milliseconds. */
const maxPauseMs = 15_000;

/**
 * Makes a call once and says what it came to.
 *
 * @throws what is none of Telegram's failures; the signal's reason when it is aborted.
 */
async function callTelegram(
  telegram: Telegram,
  token: string,
  { method, params }: MethodCall,
  stop?: AbortSignal,
): Promise<CallEnd> {
  try {
    return { end: "sent", result: await telegram.call(token, method, params, { signal: stop }) };
  } catch (error) {
    stop?.throwIfAborted();
    const end = endOfFailure(error);
    if (!end) throw error;
    return end;
  }
}

/**
 * Makes a call on behalf of an update until Telegram answers it. A call that was not sent, or maybe sent, is made again: a bot
 * that stays silent is worse than a line that comes twice. The chat's queue waits meanwhile, so that its order holds
 * through an outage; other chats go on.
 *
 * @param putOff runs the wait after a 429, for whoever holds something meanwhile.
 * @throws TelegramRefusal for an answer that stays no; the signal's reason when the process stops.
 */
export async function callUntilAnswered(
  telegram: Telegram,
  token: string,
  call: MethodCall,
  stop: AbortSignal,
  putOff: (wait: () => Promise<void>) => Promise<void> = (wait) => wait(),
): Promise<Answered> {
  let maybeTwice = false;
  for (let tries = 0; ; tries++) {
    const end = await callTelegram(telegram, token, call, stop);
    if (end.end === "sent") return { result: end.result, maybeTwice };
    if (end.end === "refused") throw end.error;
    if (end.end === "maybe sent") maybeTwice = true;
    const backoffMs = Math.min(maxPauseMs, 250 * 2 ** tries) * (0.75 + Math.random() / 2);
    const rateLimited = end.end === "not sent" && end.error.name === "TelegramRefusal";
    const namedMs = end.end === "not sent" ? (end.waitMs ?? 0) : 0;
    const wait = () =>
      pause(Math.max(namedMs, backoffMs), undefined, { signal: stop }).catch(() => stop.throwIfAborted());
    await (rateLimited ? putOff(wait) : wait());
  }
}
