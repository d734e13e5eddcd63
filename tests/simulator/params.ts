/** The parameters of a Bot API call, however they came: query, urlencoded, multipart (all text) or JSON. */
export class Params {
  constructor(readonly raw: Readonly<Record<string, unknown>>) {}

  /** As Telegram reads any argument: text; what is not text (JSON bodies) as its JSON. Absent is empty. */
  text(name: string): string {
    const value = this.raw[name];
    if (value === undefined || value === null) return "";
    return typeof value === "string" ? value : JSON.stringify(value);
  }

  has(name: string): boolean {
    return this.text(name) !== "";
  }

  /** An integer argument, `fallback` when absent, 0 when it is no number, clamped to the bounds. */
  int(name: string, fallback: number, min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER): number {
    const text = this.text(name);
    if (text === "") return Math.min(max, Math.max(min, fallback));
    const value = Math.trunc(Number(text));
    return Math.min(max, Math.max(min, Number.isFinite(value) ? value : 0));
  }

  /** true for true, True, 1, yes, y and t, as td's to_bool. */
  bool(name: string): boolean {
    return ["true", "yes", "1", "y", "t"].includes(this.text(name).toLowerCase());
  }

  /** A JSON-serialized argument; undefined when absent or not JSON. */
  json(name: string): unknown {
    const value = this.raw[name];
    if (typeof value !== "string") return value ?? undefined;
    try {
      return JSON.parse(value);
    } catch {
      return undefined;
    }
  }
}
