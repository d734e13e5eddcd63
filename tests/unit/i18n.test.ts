import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { languageOf, languages } from "../../lib/i18n/language";
import { numberIn, pluralIn } from "../../lib/i18n/plural";

const folder = resolve(import.meta.dirname, "../../lib/i18n");

describe("the language of a page", () => {
  const both = ["en", "ru"] as const;
  it.each([
    ["nothing is known", undefined, null, "en"],
    ["the browser prefers Russian", undefined, "ru-RU,ru;q=0.9,en-US;q=0.8,en;q=0.7", "ru"],
    ["the browser prefers English to Russian", undefined, "ru;q=0.5, en-GB", "en"],
    ["Russian comes after a language there is not", undefined, "uk,ru;q=0.8,en;q=0.5", "ru"],
    ["Russian is refused", undefined, "ru;q=0", "en"],
    ["the person chose, against the browser", "en", "ru", "en"],
    ["the cookie holds nonsense", "tlh", "ru", "ru"],
    ["the header is nonsense", undefined, ";;q=,,*;q=x", "en"],
  ])("when %s", (_case, chosen, accept, language) => {
    expect(languageOf(chosen, accept, both)).toBe(language);
  });

  it("is never one that is not offered, unless the person asked for it", () => {
    expect(languageOf(undefined, "ru", ["en"])).toBe("en");
    expect(languageOf("ru", null, ["en"])).toBe("ru");
  });
});

describe("words of numbers", () => {
  it("follow Russian's rules", () => {
    const plural = pluralIn("ru");
    const bots = { one: "бот", few: "бота", other: "ботов" };
    const said = [0, 1, 2, 5, 11, 21, 22, 111].map((count) => plural(count, bots));
    expect(said).toEqual(["ботов", "бот", "бота", "ботов", "ботов", "бот", "бота", "ботов"]);
  });

  it("are grouped as the language groups them", () => {
    expect(numberIn("en")(12_000)).toBe("12,000");
    expect(numberIn("ru")(12_000)).toBe("12\u00a0000");
  });
});

/** Every text of an area that is not a function, by its path. */
function textsOf(value: unknown, path = ""): [path: string, text: string][] {
  if (typeof value === "string") return [[path, value]];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => textsOf(inner, `${path}.${name}`));
}

const placesOf = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();

describe("every area of texts", () => {
  const areas = readdirSync(join(folder, "en"));

  it("exists in every language", () => {
    for (const language of languages) {
      expect(readdirSync(join(folder, language)), language).toEqual(expect.arrayContaining(areas));
    }
  });

  it.each(areas)("%s says everything and keeps the places of its sentences", async (file) => {
    const texts = await Promise.all(
      languages.map(async (language) => {
        const area: Record<string, unknown> = await import(join(folder, language, file));
        return new Map(textsOf(area[language]));
      }),
    );
    const [english = new Map<string, string>(), ...others] = texts;
    expect(english.size).toBeGreaterThan(0);
    for (const other of others) {
      expect([...other.keys()].sort()).toEqual([...english.keys()].sort());
      for (const [path, text] of other) {
        expect(text.trim(), path).not.toBe("");
        expect(placesOf(text), path).toEqual(placesOf(english.get(path) ?? ""));
      }
    }
  });
});
