import { z } from "zod";
import { queryValue } from "../../verb-for-page";

export const peoplePageSize = 50;

/** What the address of the users' page says. What cannot be meant is left out, never an error. */
const schema = z.object({
  search: z.string().trim().max(100).optional().catch(undefined),
  role: z.enum(["tenant", "admin"]).optional().catch(undefined),
  state: z.enum(["active", "disabled"]).optional().catch(undefined),
  page: z.coerce.number().int().min(1).max(100_000).catch(1),
});
type PeopleAddress = z.output<typeof schema>;

export function readPeopleAddress(
  query: Readonly<Record<string, string | string[] | undefined>>,
): PeopleAddress {
  return schema.parse(
    Object.fromEntries(Object.entries(query).map(([name, value]) => [name, queryValue(value)])),
  );
}

export function peopleHref(address: PeopleAddress): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(address)) {
    if (value !== undefined && value !== "" && !(name === "page" && value === 1)) {
      query.set(name, String(value));
    }
  }
  const text = query.toString();
  return text === "" ? "/admin/users" : `/admin/users?${text}`;
}
