import { describe, expect, test } from "vitest";
import { defaultMode, lastWaveOf, waveEnds } from "../../lib/fleet-move/phase";
import { type PreflightFacts, preflight, sayFinding } from "../../lib/fleet-move/preflight";

const now = 1_000_000;

const facts = (of: Partial<PreflightFacts> = {}): PreflightFacts => ({
  phase: "webhook-default",
  webhookBase: "https://bot.example.org",
  ownApiServer: false,
  canary: { state: "well", reason: "", lastAt: now - 5_000, lastMs: 34 },
  canaryStaleMs: 100_000,
  webs: 1,
  sidecars: 1,
  candidates: 12,
  chosenPollers: 0,
  ...of,
});

const failed = (of: Partial<PreflightFacts>) =>
  preflight(facts(of), now).flatMap(({ name, state }) => (state === "failed" ? [name] : []));

describe("the checks before a run", () => {
  test.each<[string, Partial<PreflightFacts>, string[]]>([
    ["all is well", {}, []],
    ["no address", { webhookBase: undefined }, ["address", "tls"]],
    ["plain http to Telegram itself", { webhookBase: "http://bot.example.org" }, ["tls"]],
    ["plain http to a server of one's own", { webhookBase: "http://10.0.0.1", ownApiServer: true }, []],
    ["the canary never flew", { canary: undefined }, ["tls", "canary"]],
    [
      "the canary is silent for long",
      { canary: { state: "well", reason: "", lastAt: now - 200_000, lastMs: 3 } },
      ["tls", "canary"],
    ],
    [
      "the address is dead",
      { canary: { state: "dead", reason: "connection refused", lastAt: now, lastMs: 3 } },
      ["tls", "canary"],
    ],
    ["no web process", { webs: 0 }, ["processes"]],
    ["no sidecar", { sidecars: 0 }, ["processes"]],
    ["nobody to move", { candidates: 0 }, ["candidates"]],
  ])("%s", (_name, of, expected) => {
    expect(failed(of)).toEqual(expected);
  });

  test("every check says what was found", () => {
    const sentences = preflight(facts({ chosenPollers: 3, phase: "polling-default" }), now).map((c) =>
      sayFinding(c, "en"),
    );
    expect(sentences.join(" ")).toContain("34 ms");
    expect(sentences.join(" ")).toContain("3 bots left alone");
    expect(sentences.join(" ")).toContain("stops at 10 %");
  });
});

describe("the three phases", () => {
  test.each([
    ["polling-default", "https://a.example", "polling", 2],
    ["webhook-default", "https://a.example", "webhook", 4],
    ["webhook-everywhere", "https://a.example", "webhook", 4],
    ["webhook-everywhere", undefined, "polling", 4],
  ] as const)("%s at %s: new bots begin by %s, the wizard goes up to wave %i", (phase, base, mode, last) => {
    expect(defaultMode(phase, base)).toBe(mode);
    expect(lastWaveOf(phase)).toBe(last);
  });

  test.each([
    [0, [0, 0, 0, 0]],
    [1, [1, 1, 1, 1]],
    [5, [1, 1, 3, 5]],
    [12, [1, 2, 6, 12]],
    [10_000, [1, 1_000, 5_000, 10_000]],
  ])("the waves of %i candidates end at %j", (candidates, ends) => {
    expect(waveEnds(candidates)).toEqual(ends);
  });
});
