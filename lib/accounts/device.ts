/** A browser as its person would name it. Names are the makers' own; null where the header does not tell. */
export interface Device {
  browser: string | null;
  system: string | null;
}

type Names = readonly (readonly [pattern: RegExp, name: string])[];

/** In this order: browsers claim to be others as well, and the rarer name is the true one. */
const browsers: Names = [
  [/\bEdg(?:A|iOS|e)?\//, "Edge"],
  [/\b(?:OPR|Opera)\//, "Opera"],
  [/\bYaBrowser\//, "Yandex Browser"],
  [/\bSamsungBrowser\//, "Samsung Internet"],
  [/\bVivaldi\//, "Vivaldi"],
  [/\b(?:Firefox|FxiOS)\//, "Firefox"],
  [/\b(?:Chrome|CriOS|Chromium|HeadlessChrome)\//, "Chrome"],
  [/\bVersion\/[\d.]+ .*Safari\//, "Safari"],
  [/^curl\//, "curl"],
];

const systems: Names = [
  [/\biPhone\b/, "iPhone"],
  [/\biPad\b/, "iPad"],
  [/\bAndroid\b/, "Android"],
  [/\bWindows\b/, "Windows"],
  [/\bCrOS\b/, "ChromeOS"],
  [/\bMac(?:intosh| OS X)\b/, "macOS"],
  [/\bLinux\b|\bX11\b/, "Linux"],
];

/** Reads a User-Agent header. It is what the client says of itself: good for recognising, proof of nothing. */
export function deviceOf(userAgent: string): Device {
  return { browser: nameOf(browsers, userAgent), system: nameOf(systems, userAgent) };
}

function nameOf(names: Names, userAgent: string): string | null {
  return names.find(([pattern]) => pattern.test(userAgent))?.[1] ?? null;
}
