import { describe, expect, test } from "vitest";
import { botsHref, readBotsAddress } from "../../app/(portal)/bots/address";
import { type BotFilter, type BotSort, fitsFilter, type Listed, sortBots } from "../../lib/bots/bot-filter";

const health = (status: Listed["health"]["status"]) => ({ status, sentence: "", fix: null });
const bots: Listed[] = [
  listed({ id: 1, username: "weather_bot", name: "Погода", health: health("healthy") }),
  listed({ id: 2, username: "bakery_bot", name: "Anna's Bakery", health: health("down") }),
  listed({
    id: 3,
    username: "alerts_bot",
    name: "Alerts",
    activeDoor: "polling",
    health: health("degraded"),
  }),
  listed({
    id: 4,
    username: "zoo_bot",
    name: "Zoo",
    status: "paused",
    activeDoor: "none",
    health: health("down"),
  }),
];

function listed(change: Partial<Listed> & Pick<Listed, "id" | "username">): Listed {
  return {
    telegramId: 1_000 + change.id,
    name: change.username,
    mode: "webhook",
    activeDoor: "webhook",
    status: "active",
    lastUpdateAt: null,
    health: health("unknown"),
    ...change,
  };
}

const found = (filter: BotFilter) => bots.filter((bot) => fitsFilter(bot, filter)).map(({ id }) => id);
const sorted = (sort: BotSort, volumes = new Map<number, number>()) =>
  sortBots([...bots], sort, volumes).map(({ id }) => id);

describe("the filter of the list of bots", () => {
  test.each<[string, BotFilter, number[]]>([
    ["nothing asked for: all", {}, [1, 2, 3, 4]],
    ["part of a username", { search: "bak" }, [2]],
    ["with the @ and in capitals", { search: "@WEATHER_" }, [1]],
    ["a name in another alphabet", { search: "погода" }, [1]],
    ["Telegram's number of the bot", { search: "1003" }, [3]],
    ["signs that mean something elsewhere", { search: ".*" }, []],
    ["down: a paused bot is not meant", { state: "down" }, [2]],
    ["paused", { state: "paused" }, [4]],
    ["polling because the webhook fails", { door: "fallback" }, [3]],
    ["polling as chosen", { door: "polling" }, []],
    ["both filters have to fit", { state: "down", door: "webhook", search: "zoo" }, []],
  ])("%s", (_name, filter, ids) => expect(found(filter)).toEqual(ids));
});

describe("the order of the list of bots", () => {
  test("what needs a person first, paused bots last", () =>
    expect(sorted("attention")).toEqual([2, 3, 1, 4]));
  test("by name", () => expect(sorted("name")).toEqual([3, 2, 1, 4]));
  test("the busiest first, bots without updates by name", () =>
    expect(sorted("volume", new Map([[4, 7]]))).toEqual([4, 3, 2, 1]));
  test("the newest first", () => expect(sorted("newest")).toEqual([4, 3, 2, 1]));
  test("the last update first, bots that never had one at the end", () => {
    const some = [
      listed({ id: 1, username: "a", lastUpdateAt: "2026-03-01T10:00:00.000Z" }),
      listed({ id: 2, username: "b" }),
      listed({ id: 3, username: "c", lastUpdateAt: "2026-03-01T11:00:00.000Z" }),
    ];
    expect(sortBots(some, "recent", new Map()).map(({ id }) => id)).toEqual([3, 1, 2]);
  });
});

describe("the address of the list of bots", () => {
  test("says the filter, the order and the page, and is read back", () => {
    const address = {
      filter: { search: "a & b?", state: "down", door: "fallback" },
      sort: "volume",
      page: 3,
    } as const;
    const query = Object.fromEntries(new URL(botsHref(address), "http://x").searchParams);
    expect(readBotsAddress(query)).toEqual(address);
  });

  test("leaves out what cannot be meant", () => {
    const nonsense = { state: "on fire", door: ["x", "y"], sort: "; drop", page: "-1e9", q: "   " };
    expect(readBotsAddress(nonsense)).toEqual({
      filter: { search: undefined, state: undefined, door: undefined },
      sort: "attention",
      page: 1,
    });
  });
});
