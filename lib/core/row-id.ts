import { z } from "zod";

/** The largest number that a row can have: PostgreSQL's int. */
export const maxRowId = 2_147_483_647;

/** The number of a row, such as a bot's or a person's. */
export const rowId = z.int().min(1).max(maxRowId);

/** The same as a form or an address has it. */
export const typedRowId = z.coerce.number().pipe(rowId);
