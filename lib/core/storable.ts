/** Deeper than anything of ours is nested, shallow enough for everything that walks it. */
const maxLevels = 64;

/** U+0000, which PostgreSQL does not store, and half a surrogate pair, which UTF-8 cannot say. */
const unstorable = /[\0\p{Cs}]/u;

/** What stands in the way of storing a value, and where: a dotted path, as in an issue. */
export interface StorageFault {
  path: string;
  message: string;
}

/**
 * Looks through a value from outside for what neither JSON nor PostgreSQL can hold. It is called where values enter,
 * after their schema: whatever a schema lets through, no query meets such a text.
 *
 * @returns undefined where all of it can be stored.
 */
export function storageFault(root: unknown): StorageFault | undefined {
  const open: { value: unknown; path: string; level: number }[] = [{ value: root, path: "", level: 0 }];
  for (let entry = open.pop(); entry; entry = open.pop()) {
    const { value, path, level } = entry;
    if (level > maxLevels) return { path, message: "This is nested too deeply." };
    if (typeof value === "string" && unstorable.test(value)) {
      return { path, message: "This holds a character that cannot be stored: remove it." };
    }
    if (typeof value === "bigint" || (typeof value === "number" && !Number.isFinite(value))) {
      return { path, message: "This number is too large." };
    }
    if (typeof value !== "object" || value === null) continue;
    for (const [name, member] of Object.entries(value)) {
      if (unstorable.test(name)) return { path, message: "A name holds a character that cannot be stored." };
      open.push({ value: member, path: path === "" ? name : `${path}.${name}`, level: level + 1 });
    }
  }
  return undefined;
}
