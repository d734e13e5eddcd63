/** Texts that no page, form or call means, and that PostgreSQL, JSON or a number does not take. */
const oddTexts: readonly string[] = [
  "\0",
  "a\0b",
  "\ud800",
  "2147483648",
  "9007199254740993",
  "99999999999999999999",
  "-1",
  "1.5",
  "1e400",
  "１",
  "NaN",
  "__proto__",
  "constructor",
  "+275760-09-13T00:00:00.001Z",
  "0000-01-01",
  "x".repeat(300),
];

/** Cursors of somebody's own making. */
const oddCursors = ["\0", "-1", "1e3", "9007199254740991", "99999999999999999999", "NaN", "{}"].map((text) =>
  Buffer.from(text).toString("base64url"),
);

/** The same in a path or query, and what no encoder writes. */
export const oddParts: readonly string[] = [
  ...oddTexts.filter((text) => !/\p{Cs}/u.test(text)).map(encodeURIComponent),
  ...oddCursors,
  "%ED%A0%80",
  "0x1",
  "1e3",
];

/** Nested as deep as a body of `bytes` allows. */
export const deepJson = (bytes: number, open = "[", close = "]"): string => {
  const levels = Math.floor(bytes / (open.length + close.length));
  return `${open.repeat(levels)}${close.repeat(levels)}`;
};

/** Values that JSON can say and no call means. */
export const oddValues: readonly unknown[] = [
  ...oddTexts,
  -1,
  1.5,
  2 ** 31,
  2 ** 53,
  2 ** 63,
  1e308,
  null,
  [],
  {},
  [2 ** 31],
  { "a\0b": 1 },
];

/** A copy of `value` for each of its leaves, and for the whole, with `odd` in that place. */
export function withOdd(value: unknown, odd: unknown): unknown[] {
  if (typeof value !== "object" || value === null) return [odd];
  const copies = Object.entries(value).flatMap(([name, member]) =>
    withOdd(member, odd).map((changed) =>
      Array.isArray(value)
        ? value.map((each, index) => (String(index) === name ? changed : each))
        : { ...value, [name]: changed },
    ),
  );
  return [...copies, odd];
}
