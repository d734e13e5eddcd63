import { z } from "zod";
import { botStatusSchema, doorSchema, verdictSchema } from "@/lib/bots/schemas";
import { queryValue } from "../verb-for-page";

export const fleetPageSize = 50;

const sorts = [
  "id",
  "username",
  "owner",
  "door",
  "status",
  "lastUpdate",
  "pending",
  "createdAt",
  "health",
] as const;

/** Which bots, and in what order: what the table and an act on all of them share. */
const filter = z.object({
  search: z.string().trim().max(100).optional().catch(undefined),
  door: doorSchema.optional().catch(undefined),
  status: botStatusSchema.optional().catch(undefined),
  health: verdictSchema.shape.status.optional().catch(undefined),
  sort: z.enum(sorts).catch("id"),
  direction: z.enum(["asc", "desc"]).catch("asc"),
});

/** What the address of the fleet page says. What cannot be meant is left out, never an error. */
const schema = filter.extend({
  range: z.enum(["1h", "24h", "7d", "90d"]).catch("24h"),
  page: z.coerce.number().int().min(1).max(100_000).catch(1),
});
export type FleetAddress = z.output<typeof schema>;

export function readFleetAddress(
  query: Readonly<Record<string, string | string[] | undefined>>,
): FleetAddress {
  return schema.parse(
    Object.fromEntries(Object.entries(query).map(([name, value]) => [name, queryValue(value)])),
  );
}

export function fleetHref(address: FleetAddress): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(address)) {
    if (value !== undefined && value !== defaults[name]) query.set(name, String(value));
  }
  const text = query.toString();
  return text === "" ? "/admin" : `/admin?${text}`;
}

const defaults: Readonly<Record<string, unknown>> = {
  sort: "id",
  direction: "asc",
  range: "24h",
  page: 1,
  search: "",
};

/** Where each column's head leads: sorts by it, or turns the present order round. */
export function sortHrefs(address: FleetAddress): Record<string, string> {
  return Object.fromEntries(
    sorts.map((sort) => {
      const turn = address.sort === sort && address.direction === "asc";
      return [sort, fleetHref({ ...address, page: 1, sort, direction: turn ? "desc" : "asc" })];
    }),
  );
}

/** The address's filter as an action takes it from the browser: strict, since it is our own. */
export const fleetChoiceSchema = z.strictObject({
  search: z.string().max(100).optional(),
  door: doorSchema.optional(),
  status: botStatusSchema.optional(),
  health: verdictSchema.shape.status.optional(),
  sort: z.enum(sorts),
  direction: z.enum(["asc", "desc"]),
});
