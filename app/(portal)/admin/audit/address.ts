import { z } from "zod";
import { typedRowId } from "@/lib/core/row-id";
import { queryValue } from "../../verb-for-page";

export const auditPageSize = 50;

/** A day of the calendar, UTC, as a date field gives it. */
const day = z.iso.date().optional().catch(undefined);

/** What the address of the audit log says. What cannot be meant is left out, never an error. */
const schema = z.object({
  action: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^[a-z_]{1,40}(\.[a-z_-]{1,40})?$/)
    .optional()
    .catch(undefined),
  person: z.string().trim().max(254).optional().catch(undefined),
  bot: typedRowId.optional().catch(undefined),
  from: day,
  to: day,
  before: z.coerce.number().int().min(1).optional().catch(undefined),
});
export type AuditAddress = z.output<typeof schema>;

export function readAuditAddress(
  query: Readonly<Record<string, string | string[] | undefined>>,
): AuditAddress {
  return schema.parse(
    Object.fromEntries(Object.entries(query).map(([name, value]) => [name, queryValue(value)])),
  );
}

const dayMs = 24 * 3_600_000;

/** The filter that an address asks for; both days are meant whole. */
export function auditFilter({ action, person, bot, from, to }: AuditAddress) {
  return {
    action,
    person,
    botId: bot,
    from: from === undefined ? undefined : new Date(from),
    to: to === undefined ? undefined : new Date(Date.parse(to) + dayMs),
  };
}

export function auditHref(path: string, address: AuditAddress): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(address)) {
    if (value !== undefined && value !== "") query.set(name, String(value));
  }
  const text = query.toString();
  return text === "" ? path : `${path}?${text}`;
}
