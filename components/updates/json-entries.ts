/** One line of a JSON value laid out as a tree, in the order of reading. */
export interface JsonEntry {
  /** How it is reached: `message.entities[0].type`. Empty for the whole. */
  path: string;
  /** The same, key by key. */
  keys: readonly string[];
  /** Its key or its number in a list; null for the whole. */
  name: string | null;
  /** A value without parts, as JSON. */
  text: string | null;
  /** The parts of an object or a list. */
  parts: { list: boolean; count: number; entries: JsonEntry[] } | null;
}

export interface JsonTree {
  root: JsonEntry;
  /** Something of it was left out. */
  cut: boolean;
  /** It is nested deeper than is shown. */
  deep: boolean;
}

const plainKey = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * Lays a JSON value out as a tree within limits: what is nested deeper, or comes after so many lines, is left
 * out, and a long text is shortened. A payload of a megabyte, or nested a hundred thousand deep, stays readable.
 */
export function jsonTree(value: unknown, most: { lines: number; depth: number; chars: number }): JsonTree {
  let lines = 0;
  let cut = false;
  let deep = false;
  const lay = (item: unknown, name: string | null, path: string, keys: readonly string[]): JsonEntry => {
    lines++;
    if (typeof item !== "object" || item === null) {
      const text = JSON.stringify(item ?? null);
      if (text.length > most.chars) cut = true;
      return {
        path,
        keys,
        name,
        parts: null,
        text: text.length > most.chars ? `${text.slice(0, most.chars)}…` : text,
      };
    }
    const list = Array.isArray(item);
    const all: [string, unknown][] = Object.entries(item);
    const entries: JsonEntry[] = [];
    const tooDeep = keys.length >= most.depth && all.length > 0;
    if (tooDeep) deep = true;
    for (const [key, part] of tooDeep ? [] : all) {
      if (lines >= most.lines) break;
      entries.push(lay(part, key, pathOf(path, key, list), [...keys, key]));
    }
    if (entries.length < all.length) cut = true;
    return { path, keys, name, text: null, parts: { list, count: all.length, entries } };
  };
  const root = lay(value, null, "", []);
  return { root, cut, deep };
}

function pathOf(path: string, key: string, list: boolean): string {
  if (list) return `${path}[${key}]`;
  if (!plainKey.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === "" ? key : `${path}.${key}`;
}

/** The part of a JSON text that is reached by these keys, as JSON to be read. */
export function jsonPart(whole: string, keys: readonly string[]): string {
  const part = keys.reduce<unknown>(
    (value, key) => (value as Record<string, unknown> | undefined)?.[key],
    JSON.parse(whole),
  );
  return JSON.stringify(part, null, 2) ?? "";
}
