/**
 * JSON of a value, however deep it is nested: JSON.stringify calls itself for every level, and fails where the stack ends,
 * at some thousand. JSON.parse reads any depth, so an update that came can always be written again.
 */
export function jsonText(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return withoutRecursion(value);
  }
}

/** The same for what JSON.parse may give, slower: what is still to be written stands in a list, the next one last. */
function withoutRecursion(root: unknown): string {
  const parts: string[] = [];
  const open: (string | { value: unknown })[] = [{ value: root }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next === "string") {
      parts.push(next);
      continue;
    }
    const { value } = next;
    if (typeof value !== "object" || value === null) {
      parts.push(JSON.stringify(value) ?? "null");
      continue;
    }
    const list = Array.isArray(value);
    parts.push(list ? "[" : "{");
    open.push(list ? "]" : "}");
    const members = Object.entries(value).filter(([, member]) => list || member !== undefined);
    for (const [index, [name, member]] of [...members.entries()].reverse()) {
      open.push({ value: member }, `${index > 0 ? "," : ""}${list ? "" : `${JSON.stringify(name)}:`}`);
    }
  }
  return parts.join("");
}
