import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Page } from "@playwright/test";

const folder = resolve(import.meta.dirname, "../../lib/i18n");

/**
 * What of a page, shown in Russian, is English: texts that lib/i18n has in English and not the same in
 * Russian, and three words in a row in Latin letters, whoever wrote them. What stands in <code>, <pre> and
 * <kbd>, or says itself to be in another language, may be.
 */
export async function englishOn(page: Page): Promise<string[]> {
  const [said, english] = await Promise.all([page.evaluate(textsOfPage), englishTexts()]);
  return [...new Set(said)].filter(
    (text) => english.has(text) || /[a-z']{2,}(?: [a-z']{2,}){2,}/i.test(text),
  );
}

/** Runs in the browser: everything that is read or heard. */
function textsOfPage(): string[] {
  const found = [document.title];
  const page = document.documentElement.lang;
  const counts = (element: Element) =>
    !element.closest("script, style, code, pre, kbd, textarea") &&
    element.closest<HTMLElement>("[lang]")?.lang === page;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.parentElement && counts(node.parentElement)) found.push(node.textContent ?? "");
  }
  for (const name of ["aria-label", "aria-description", "title", "placeholder", "alt"]) {
    for (const element of document.querySelectorAll(`[${name}]`)) {
      if (counts(element)) found.push(element.getAttribute(name) ?? "");
    }
  }
  return found.map((text) => text.replace(/\s+/g, " ").trim()).filter((text) => text !== "");
}

let known: Promise<Set<string>> | undefined;

function englishTexts(): Promise<Set<string>> {
  known ??= readTexts();
  return known;
}

async function readTexts(): Promise<Set<string>> {
  const texts = new Set<string>();
  for (const area of readdirSync(join(folder, "en"))) {
    const [{ en }, { ru }] = await Promise.all([
      import(join(folder, "en", area)) as Promise<{ en: unknown }>,
      import(join(folder, "ru", area)) as Promise<{ ru: unknown }>,
    ]);
    const russian = new Map(leaves(ru));
    for (const [path, text] of leaves(en)) if (russian.get(path) !== text) texts.add(text);
  }
  return texts;
}

function leaves(value: unknown, path = ""): [path: string, text: string][] {
  if (typeof value === "string") return [[path, value]];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => leaves(inner, `${path}.${name}`));
}
