/**
 * The forms in which a text may stand inside a stored payload, which is JSON as it was sent: quotes and
 * backslashes escaped, and everything beyond ASCII either as it is (what was polled) or as \uXXXX (what Telegram
 * posts). In the second form the case of letters is hidden from the database, so the usual spellings are named.
 */
export function textForms(text: string): [string, ...string[]] {
  const quoted = JSON.stringify(text).slice(1, -1);
  if (!hasBeyondAscii(quoted)) return [quoted];
  const spellings = [quoted, quoted.toLowerCase(), quoted.toUpperCase(), capitalised(quoted)];
  return [quoted, ...new Set(spellings.map(escaped))];
}

const beyondAscii = /[^ -~]/g;

function hasBeyondAscii(text: string): boolean {
  return text.search(beyondAscii) >= 0;
}

function capitalised(text: string): string {
  const [first = "", ...rest] = text;
  return first.toUpperCase() + rest.join("").toLowerCase();
}

function escaped(text: string): string {
  return text.replaceAll(beyondAscii, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
