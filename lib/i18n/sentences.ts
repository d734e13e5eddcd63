import type { Language } from "./language";
import { ru } from "./ru/sentences";
import type { SentenceRule } from "./sentence-rule";

export type Translate = (sentence: string) => string;

const asItIs: Translate = (sentence) => sentence;

/** Where something stands in a pattern. */
const place = /\{(\w+)\}/;

/**
 * The sentences that verbs, verdicts and the timeline say. They are written, stored and sent by REST in
 * English; a screen shows them in its person's language, those of last month as well.
 */
export function sentencesIn(language: Language): Translate {
  return language === "en" ? asItIs : others[language];
}

interface CompiledRule {
  /** What the sentence begins and ends with: nearly all rules are ruled out by that. */
  start: string;
  end: string;
  form: RegExp;
  translation: SentenceRule[1];
}

/** Sentences inside sentences inside sentences are not written by us. */
const deepest = 4;

/** Makes a translator of rules. Where several fit, the one with the most words of its own counts. */
export function translator(rules: readonly SentenceRule[]): Translate {
  let compiled: readonly CompiledRule[] | undefined;
  const exact = new Map(rules.filter(([pattern]) => !place.test(pattern)));

  const whole = (sentence: string, depth: number): string | undefined => {
    const same = exact.get(sentence);
    if (typeof same === "string") return same;
    compiled ??= compile(rules);
    for (const { start, end, form, translation } of compiled) {
      if (!sentence.startsWith(start) || !sentence.endsWith(end)) continue;
      const parts = form.exec(sentence)?.groups;
      if (!parts) continue;
      const said = Object.entries(parts).map(([name, part]) => [name, inner(part, depth)] as const);
      return typeof translation === "string"
        ? fill(translation, Object.fromEntries(said))
        : translation(Object.fromEntries(said));
    }
    return undefined;
  };

  /** A sentence that became a part of another has lost its full stop, and perhaps its capital. */
  const inner = (part: string, depth: number): string => {
    if (depth >= deepest || part === "") return part;
    const capital = part.charAt(0).toUpperCase() + part.slice(1);
    const stopped = whole(part, depth + 1) ?? unstop(whole(`${part}.`, depth + 1));
    if (stopped !== undefined) return stopped;
    if (capital === part) return part;
    const lowered = whole(capital, depth + 1) ?? unstop(whole(`${capital}.`, depth + 1));
    return lowered === undefined ? part : uncapital(lowered);
  };

  return (sentence) => whole(sentence, 0) ?? sentence;
}

function compile(rules: readonly SentenceRule[]): CompiledRule[] {
  const own = (pattern: string) => pattern.replace(/\{\w+\}/g, "").length;
  return rules
    .filter(([pattern]) => place.test(pattern))
    .sort(([one], [other]) => own(other) - own(one))
    .map(([pattern, translation]) => {
      const form = pattern
        .split(/\{(\w+)\}/)
        .map((piece, index) => (index % 2 === 1 ? placeFor(piece) : escaped(piece)));
      const fixed = pattern.split(place);
      return {
        start: fixed[0] ?? "",
        end: fixed.at(-1) ?? "",
        form: new RegExp(`^${form.join("")}$`, "s"),
        translation,
      };
    });
}

/** A count is a number; whatever else it is called, anything may stand there. */
const placeFor = (name: string) => (name === "count" ? "(?<count>[\\d,]+)" : `(?<${name}>.+?)`);

const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");

const fill = (text: string, parts: Record<string, string>) =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => parts[name] ?? whole);

const unstop = (sentence: string | undefined) => sentence?.replace(/\.$/, "");

/** Names stay as they are. */
const uncapital = (sentence: string) =>
  /^(?:Telegram|Hookline)/.test(sentence) ? sentence : sentence.charAt(0).toLowerCase() + sentence.slice(1);

const others: Record<Exclude<Language, "en">, Translate> = { ru: translator(ru) };
