/** Larger files are no list of a hundred replies. */
const maxBytes = 1_000_000;

type ReadFile =
  | { kind: "replies"; replies: unknown[] }
  | { kind: "too-large" }
  | { kind: "not-json"; texts: string }
  | { kind: "no-list" };

/** Reads a file that Export wrote, or a bare list. Whether the replies in it are right is the server's to say. */
export async function readReplyFile(file: File): Promise<ReadFile> {
  if (file.size > maxBytes) return { kind: "too-large" };
  let value: unknown;
  try {
    value = JSON.parse((await file.text()).replace(/^\uFEFF/, ""));
  } catch (error) {
    return { kind: "not-json", texts: error instanceof Error ? error.message : "" };
  }
  const list = Array.isArray(value) ? value : (value as { replies?: unknown } | null)?.replies;
  return Array.isArray(list) ? { kind: "replies", replies: list as unknown[] } : { kind: "no-list" };
}

/** Gives the browser a file to keep. */
export function saveFile(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
