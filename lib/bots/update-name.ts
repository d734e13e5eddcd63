import type { TenantContext } from "../context";
import { findArrival } from "../data/arrivals";

/** Which update of a bot is meant: by Telegram's number, the newest that has it; or by its arrival, which is one update's alone. */
export type UpdateName = { updateId: number } | { arrival: number };

/** The arrival of the update that is meant; undefined where there is none of that number. */
export async function arrivalOf(
  { data }: Pick<TenantContext, "data">,
  botId: number,
  name: UpdateName,
): Promise<number | undefined> {
  return "arrival" in name ? name.arrival : findArrival(data, botId, name.updateId);
}
