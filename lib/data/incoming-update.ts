import type { Update } from "../telegram/client";
import type { OpenUpdate } from "./open-updates";
import type { NewUpdate } from "./updates";

declare const verified: unique symbol;

/** An update as a door reads it, whichever door that is. */
export interface IncomingUpdate extends NewUpdate {
  /** The parsed form of `payload`. */
  update: Update;
}

/** An update whose sender is proven. Only a door makes one; recording accepts nothing else. */
export type VerifiedUpdate = IncomingUpdate & { readonly [verified]: true };

/** Says that the sender of this update has been proven: by its secret, or because we fetched it ourselves. */
export function markVerified(update: IncomingUpdate): VerifiedUpdate {
  return update as VerifiedUpdate;
}

/** An update's name within the process. */
export const keyOf = ({ botId, arrival }: { botId: number; arrival: number }): string =>
  `${botId}:${arrival}`;

/** Its chat's name within the process. */
export const chatKeyOf = ({ botId, chatId }: { botId: number; chatId: number | null }): string =>
  `${botId}:${chatId}`;

/** Gives a stored row the form that doors hand over. */
export function reviveUpdate(row: OpenUpdate): IncomingUpdate {
  return { ...row, update: JSON.parse(row.payload) as IncomingUpdate["update"] };
}
