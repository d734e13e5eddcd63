/** A short confirmation, or word of a failure, that goes away by itself. */
export interface ToastEntry {
  id: number;
  tone: "good" | "bad";
  title: string;
  description?: string;
  /** Where the title leads. */
  href?: string;
  /** Takes the act back; offered for as long as the confirmation stands. */
  undo?: () => void;
}

type ToastOptions = Pick<ToastEntry, "description" | "href" | "undo">;
type Listener = () => void;

let entries: readonly ToastEntry[] = [];
let nextId = 1;
const listeners = new Set<Listener>();

/** More at once than this cannot be read; the oldest gives way. */
const maxShown = 3;

function set(next: readonly ToastEntry[]): void {
  entries = next;
  for (const listener of listeners) listener();
}

function add(tone: ToastEntry["tone"], title: string, options: ToastOptions = {}): void {
  const entry = { ...options, id: nextId, tone, title };
  nextId += 1;
  set([...entries, entry].slice(-maxShown));
}

/** Tells the person what became of their act, or of their bots. Anything in the browser may call it. */
export const toast = {
  success: (title: string, options?: ToastOptions) => add("good", title, options),
  error: (title: string, options?: ToastOptions) => add("bad", title, options),
};

/** What the toaster shows; for the toaster alone. */
export const toastStore = {
  subscribe(listener: Listener): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  get: (): readonly ToastEntry[] => entries,
  remove: (id: number): void => set(entries.filter((entry) => entry.id !== id)),
};
