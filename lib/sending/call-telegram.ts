import { setTimeout as pause } from "node:timers/promises";
import type { Telegram } from "../telegram/client";
import { classifyFailure, isRefusal } from "../telegram/failure";

/** Longest pause between two tries while Telegram cannot be reached, in milliseconds. */
const maxPauseMs = 15_000;

/**
 * Makes a call on behalf of an update and does not give up on it for a fault that passes: network, 5xx
 * and 429 are tried again until Telegram answers or the process stops. The chat's lane waits meanwhile,
 * so that its order holds through an outage; other chats go on.
 *
 * @param putOff runs the wait after a 429, for whoever holds something meanwhile.
 * @throws TelegramRefusal for an answer that stays no; the signal's reason when the process stops.
 */
export async function callUntilAnswered(
  telegram: Telegram,
  token: string,
  call: { method: string; params: object },
  stop: AbortSignal,
  putOff: (wait: () => Promise<void>) => Promise<void> = (wait) => wait(),
): Promise<unknown> {
  for (let tries = 0; ; tries++) {
    try {
      return await telegram.call(token, call.method, call.params, { signal: stop });
    } catch (error) {
      stop.throwIfAborted();
      const failure = classifyFailure(error);
      if (failure !== "unreachable" && failure !== "rate-limited") throw error;
      const backoffMs = Math.min(maxPauseMs, 250 * 2 ** tries) * (0.75 + Math.random() / 2);
      const namedMs = isRefusal(error) && error.retryAfterS !== undefined ? error.retryAfterS * 1000 : 0;
      const wait = () =>
        pause(Math.max(namedMs, backoffMs), undefined, { signal: stop }).catch(() => stop.throwIfAborted());
      await (failure === "rate-limited" ? putOff(wait) : wait());
    }
  }
}
