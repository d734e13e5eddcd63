import { describe, expect, it } from "vitest";
import { concerns, interestOf, refreshEveryMs } from "../../components/shell/live-interest";

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

  it("a page of the whole fleet looks again less often than a bot's", () => {
    expect(refreshEveryMs("/admin")).toBeGreaterThan(refreshEveryMs("/bots/12"));
    expect(refreshEveryMs("/admin/bots/12")).toBe(refreshEveryMs("/bots/12"));
  });
});
