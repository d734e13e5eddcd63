/** Flags for a browser that may run as root and talks to nobody but the page. */
export const browserArgs: string[];

/** The path of a Chromium; throws one sentence where there is none. */
export function findBrowser(): string;
