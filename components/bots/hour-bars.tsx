import type { HourHealth, HourState } from "@/lib/bots/heartbeat";
import { botsTexts } from "@/lib/i18n/bots";
import type { Language } from "@/lib/i18n/language";

const step = 5.5;
const barWidth = 4;
const height = 20;

const fills: Record<HourState, string> = {
  good: "fill-good",
  quiet: "fill-line-strong",
  trouble: "fill-warn",
  down: "fill-bad",
  off: "fill-line",
};

/** Down and trouble stand full, quiet hours are low: the shapes tell them apart without the colours. */
const heights: Record<HourState, number> = { good: height, trouble: height, down: height, quiet: 8, off: 3 };

/**
 * The last hours of a bot as bars, oldest at the left. One path a state, not one element an hour: a list of
 * fifty bots is sent again with every update that arrives.
 */
export function HourBars({ hours, language }: { hours: readonly HourHealth[]; language: Language }) {
  const count = (state: HourState) => hours.filter((hour) => hour.state === state).length;
  const label = botsTexts(language).hours(
    hours.filter(({ updates }) => updates > 0).length,
    count("trouble"),
    count("down"),
  );
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${hours.length * step} ${height}`}
      className="h-5 w-33 max-w-full"
    >
      <title>{label}</title>
      {(Object.keys(fills) as HourState[]).map((state) => {
        const d = hours
          .map((hour, i) => (hour.state === state ? bar(i * step, heights[state]) : ""))
          .join("");
        return d === "" ? null : <path key={state} d={d} className={fills[state]} />;
      })}
    </svg>
  );
}

function bar(x: number, tall: number): string {
  return `M${x} ${height - tall}h${barWidth}v${tall}h-${barWidth}z`;
}
