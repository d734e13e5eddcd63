import { describe, expect, it } from "vitest";
import { concerns, interestOf, refreshEveryMs, showsOf } from "../../components/shell/live-interest";
import { readLiveShows, writeLiveShows } from "../../lib/core/live-shows";

describe("what an open page wants to hear of", () => {
  it.each([
    ["/bots", "all"],
    ["/bots/12", 12],
    ["/bots/12/updates", 12],
    ["/admin/bots/12", 12],
    ["/admin", "all"],
    ["/bots/new", "none"],
    ["/account", "none"],
    ["/account/keys", "none"],
    ["/something/new", "all"],
  ] as const)("%s: %s", (path, interest) => {
    expect(interestOf(path)).toBe(interest);
  });

  it("a bot's page passes over other bots, and looks again after a gap", () => {
    expect(concerns(12, { botId: 12 })).toBe(true);
    expect(concerns(12, { botId: 13 })).toBe(false);
    expect(concerns(12, {})).toBe(true);
    expect(concerns("all", { botId: 13 })).toBe(true);
    expect(concerns("none", {})).toBe(false);
  });

  it.each([
    ["/bots", "bots"],
    ["/bots/12", "12"],
    ["/account", ""],
  ] as const)("%s says in the address of its events that it shows '%s'", (path, said) => {
    const shows = showsOf(interestOf(path));
    expect(writeLiveShows(shows)).toBe(said);
    expect(readLiveShows(said)).toEqual(shows);
  });

  it("an address that names no bots means a list, and one that cannot be read is none", () => {
    expect(readLiveShows(null)).toBe("bots");
    expect(readLiveShows("3,14")).toEqual([3, 14]);
    for (const odd of ["3,", "0", "-1", "x", "1234567890", "3;4", "bots,3", Array(101).fill("1").join(",")])
      expect(readLiveShows(odd), odd).toBeUndefined();
  });

  it("a page of the whole fleet looks again less often than a bot's", () => {
    expect(refreshEveryMs("/admin")).toBeGreaterThan(refreshEveryMs("/bots/12"));
    expect(refreshEveryMs("/admin/bots/12")).toBe(refreshEveryMs("/bots/12"));
  });
});
