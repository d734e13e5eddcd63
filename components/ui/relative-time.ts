import type { Language } from "@/lib/i18n/language";
import { numberIn } from "@/lib/i18n/plural";
import { uiTexts } from "@/lib/i18n/ui";

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/**
 * "12 s ago", "5 min ago", "3 h ago", "2 d ago", then the date.
 * A time ahead of `now` by a clock's difference counts as now.
 */
export function relativeTime(at: number, now: number, language: Language): string {
  const { ago } = uiTexts(language);
  const seconds = Math.max(0, Math.floor((now - at) / 1_000));
  if (seconds < 1) return ago.now;
  if (seconds < minute) return ago.seconds(seconds);
  if (seconds < hour) return ago.minutes(Math.floor(seconds / minute));
  if (seconds < day) return ago.hours(Math.floor(seconds / hour));
  if (seconds < 30 * day) return ago.days(Math.floor(seconds / day));
  return new Date(at).toISOString().slice(0, 10);
}

/** How long something took: "0.8 ms", "140 ms", "1.2 s". */
export function spanOf(ms: number, language: Language): string {
  const { span } = uiTexts(language);
  const number = numberIn(language);
  if (ms >= 1_000) return span.s(number(Math.round(ms / 100) / 10));
  return span.ms(number(ms >= 10 ? Math.round(ms) : Math.round(ms * 10) / 10));
}

/** A time to come: "in 12 s", "in 5 min", "in 3 h"; "any moment" when it is past. */
export function timeLeft(ms: number, language: Language): string {
  const { left } = uiTexts(language);
  const seconds = Math.ceil(ms / 1_000);
  if (seconds <= 0) return left.now;
  if (seconds < 90) return left.seconds(seconds);
  const minutes = Math.round(seconds / minute);
  return minutes < 90 ? left.minutes(minutes) : left.hours(Math.round(minutes / 60));
}

/** "Mon, 23 Nov 2026, 14:05:09" in the reader's time zone. */
export function absoluteTime(at: number, language: Language): string {
  return new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    timeZoneName: "short",
  }).format(at);
}
