import { notFound } from "next/navigation";
import { isHooklineError } from "@/lib/core/errors";

/** A verb's answer for a page: what does not exist, or is another tenant's, becomes the not-found page. */
export async function orNotFound<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    // A cursor or filter that somebody typed into the address leads nowhere as well.
    if (isHooklineError(error) && (error.code === "not_found" || error.code === "invalid_input")) notFound();
    throw error;
  }
}

/** The number in an address such as /bots/12; anything else is a page that does not exist. */
export function idOf(param: string): number {
  if (!/^[1-9]\d{0,8}$/.test(param)) notFound();
  return Number(param);
}

/** One value of a query, whatever was typed: the first of several, nothing for an empty one. */
export function queryValue(value: string | string[] | undefined): string | undefined {
  const first = Array.isArray(value) ? value[0] : value;
  return first === undefined || first === "" ? undefined : first;
}
