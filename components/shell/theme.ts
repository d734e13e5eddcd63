/** What a person may choose; "system" follows the device. */
export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

/** The cookie that carries the choice, so that the server paints the right colours at once. */
export const themeCookie = "hookline-theme";

export function parseTheme(value: string | undefined): Theme {
  return themes.find((theme) => theme === value) ?? "system";
}

const changed = "hookline-theme-changed";

/**
 * Paints the page in these colours, and the next ones too. What was pressed answers first: a whole page takes longer
 * to be painted anew. In the browser only.
 */
export function applyTheme(theme: Theme): void {
  const age = theme === "system" ? 0 : 31_536_000;
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet.
  document.cookie = `${themeCookie}=${theme}; path=/; max-age=${age}; samesite=lax`;
  document.dispatchEvent(new CustomEvent(changed, { detail: theme }));
  requestAnimationFrame(() => setTimeout(() => paint(theme)));
}

function paint(theme: Theme): void {
  const root = document.documentElement;
  // All at once: hundreds of elements would fade for themselves.
  root.dataset.repainting = "";
  requestAnimationFrame(() => requestAnimationFrame(() => delete root.dataset.repainting));
  if (theme === "system") delete root.dataset.theme;
  else root.dataset.theme = theme;
}

/** Tells of every change, wherever on the page it was made; returns the way to stop. */
export function onThemeChange(listener: (theme: Theme) => void): () => void {
  const onChange = (event: Event) => listener((event as CustomEvent<Theme>).detail);
  document.addEventListener(changed, onChange);
  return () => document.removeEventListener(changed, onChange);
}
