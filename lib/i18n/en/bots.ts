import { numberIn, pluralIn } from "../plural";

const number = numberIn("en");
const plural = pluralIn("en");

export const en = {
  title: "Bots",
  register: "Register a bot",
  none: "No bots yet",
  noneText: "Paste the token that BotFather gave you. Your bot answers a minute later.",
  noMatch: "No bot fits",
  noMatchText: "None of your bots fits this search and filter.",
  showAll: "Show all bots",
  filter: "Filter the bots",
  search: "Search by name or @username",
  all: "All",
  state: "Show by health",
  door: "Door",
  anyDoor: "Any door",
  doors: { webhook: "Webhook", polling: "Polling", fallback: "Polling as a fallback", none: "Closed" },
  sort: "Order",
  sorts: {
    attention: "Needs you first",
    name: "By name",
    recent: "Last update first",
    volume: "Busiest first",
    newest: "Newest first",
  },
  apply: "Search",
  range: (from: number, to: number, of: number) => `${number(from)}–${number(to)} of ${number(of)}`,
  lastUpdate: "Last update:",
  noUpdate: "none yet",
  lastDay: "24 h",
  deadUpdates: (count: number) =>
    `${number(count)} ${plural(count, { one: "update", other: "updates" })} could not be handled`,
  hours: (good: number, trouble: number, down: number) => {
    const hours = (count: number) => `${count} ${plural(count, { one: "hour", other: "hours" })}`;
    const bad = [
      ...(trouble > 0 ? [`${hours(trouble)} with trouble`] : []),
      ...(down > 0 ? [`${hours(down)} down for a time`] : []),
    ];
    return `Last 24 hours: ${[`updates in ${hours(good)}`, ...bad].join(", ")}`;
  },
};
