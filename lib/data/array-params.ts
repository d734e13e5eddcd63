/**
 * Joins texts for one parameter. U+001E may not occur in JSON (RFC 8259, 7), so splitting on it in
 * PostgreSQL is safe, and far cheaper than escaping every quote for an array literal. The separator at the
 * end keeps one empty text from becoming an empty array; it makes one element too many.
 */
export const joinRecords = (texts: readonly string[]): string => `${texts.join("\u001e")}\u001e`;
/** SQL that makes an array of texts of what joinRecords joined. */
export const splitRecords = (param: string): string => `string_to_array(${param}, E'\\x1e')`;

/** An array literal of numbers, which pg would make by escaping each of them. */
export const numberArray = (numbers: readonly (number | null)[]): string =>
  `{${numbers.map((number) => number ?? "NULL").join(",")}}`;
