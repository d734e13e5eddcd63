import type { Telegram } from "../telegram/client";
import { classifyFailure } from "../telegram/failure";
import { type Answered, callUntilAnswered, type MethodCall } from "./call-telegram";

export interface CallTools {
  services: { telegram: Telegram };
  stop: AbortSignal;
  /** Called when Telegram no longer knows a bot's token. */
  onUnauthorized: (bot: { id: number; token: string }) => void;
  counts: { maybeTwice: number };
}

/** The turns of one update's calls: a slot to send is waited for before each try, and given back while Telegram puts it off. */
export interface CallTurn {
  /** Resolves when the call may be made. */
  wait(): Promise<void>;
  putOff(): void;
  end(): void;
}

/**
 * Makes a call on behalf of an update, in its turn, until Telegram answers it.
 *
 * @throws TelegramRefusal for an answer that stays no; what `turn.wait` throws; the signal's reason when the process stops.
 */
export async function callForUpdate(
  { services, stop, onUnauthorized, counts }: CallTools,
  bot: { id: number; token: string },
  call: MethodCall,
  turn: CallTurn,
): Promise<Answered> {
  await turn.wait();
  // A call that Telegram has put off was not made: others of the bot may go first.
  const putOff = async (pause: () => Promise<void>) => {
    turn.putOff();
    await pause();
    await turn.wait();
  };
  try {
    const answered = await callUntilAnswered(services.telegram, bot.token, call, stop, putOff);
    if (answered.maybeTwice) counts.maybeTwice++;
    return answered;
  } catch (error) {
    if (classifyFailure(error) === "unauthorized") onUnauthorized(bot);
    throw error;
  } finally {
    turn.end();
  }
}
