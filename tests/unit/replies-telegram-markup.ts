/**
 * What Telegram makes of a marked-up text, character by character: a second, independent reading of
 * its rules (tdlib/td, MessageEntity.cpp), against which the templates are checked.
 */
export interface Shown {
  character: string;
  /** Names of the entities around it, outermost first, with the address of a link. */
  entities: string[];
}

interface Open {
  name: string;
  /** Where its characters begin in the output. */
  from: number;
}

class Output {
  readonly shown: Shown[] = [];
  readonly open: Open[] = [];
  add(character: string): void {
    if (character !== "\r") this.shown.push({ character, entities: [] });
  }
  begin(name: string): void {
    this.open.push({ name, from: this.shown.length });
  }
  /** Ends the innermost entity; its name may have become known only now. */
  end(name?: string): void {
    const last = this.open.pop();
    if (!last) throw new Error("nothing is open");
    for (const each of this.shown.slice(last.from)) each.entities.unshift(name ?? last.name);
  }
  finish(): Shown[] {
    if (this.open.length > 0) throw new Error(`${this.open.at(-1)?.name} never ends`);
    return this.shown;
  }
}

export function readHtml(text: string): Shown[] {
  const out = new Output();
  const tokens = /<(\/?)([a-z-]*)((?:\s+[a-z-]+(?:="[^"]*")?)*)\s*>|&(lt|gt|amp|quot);?|[\s\S]/giu;
  for (const [token, slash, tag, attributes = "", entity] of text.matchAll(tokens)) {
    if (entity) out.add({ lt: "<", gt: ">", amp: "&", quot: '"' }[entity] ?? "");
    else if (tag === undefined) {
      if (token === "<") throw new Error("a lone <");
      out.add(token);
    } else if (slash) {
      const open = out.open.at(-1)?.name.split(/\s/)[0];
      if (!open || (tag !== "" && tag !== open)) throw new Error(`</${tag}> does not match`);
      out.end();
    } else
      out.begin(
        `${tag}${attributes.replace(/&(\w+);/g, (_, name: string) => ({ lt: "<", gt: ">", amp: "&", quot: '"' })[name] ?? "")}`,
      );
  }
  return out.finish();
}

export function readMarkdown(text: string): Shown[] {
  const out = new Output();
  for (let i = 0; i < text.length; i++) {
    const c = text.charAt(i);
    if (c === "\\" && /[_*`[]/.test(text.charAt(i + 1))) out.add(text.charAt(++i));
    else if (!/[_*`[]/.test(c)) out.add(c);
    else {
      const mark = text.startsWith("```", i) ? "```" : c;
      const end = text.indexOf(mark === "[" ? "]" : mark, i + mark.length);
      if (end < 0) throw new Error(`${mark} never ends`);
      out.begin(mark);
      for (const inner of text
        .slice(i + mark.length, end)
        .replace(mark === "```" ? /^[^\s`]*(?=\s)\s?/ : "", ""))
        out.add(inner);
      i = end + mark.length - 1;
      if (mark === "[" && text.charAt(i + 1) === "(") {
        const close = text.indexOf(")", i);
        if (close < 0) throw new Error("an address never ends");
        out.end(`link ${text.slice(i + 2, close).replaceAll("\r", "")}`);
        i = close;
      } else out.end();
    }
  }
  return merge(out.finish());
}

export function readMarkdownV2(text: string): Shown[] {
  const out = new Output();
  let canQuote = true;
  let quoting = false;
  const has = (mark: string, at: number) => text.startsWith(mark, at);
  const endQuote = (i: number) => {
    const folds =
      out.open.at(-1)?.name === "||" && has("||", i - 2) && out.open.at(-1)?.from === out.shown.length;
    if (folds) out.open.pop();
    if (out.open.at(-1)?.name !== ">") throw new Error("open at a quotation's end");
    out.end(folds ? "> folded" : undefined);
    quoting = false;
  };
  for (let i = 0; i < text.length; i++) {
    const c = text.charAt(i);
    const top = out.open.at(-1)?.name;
    if (c === "\\" && i + 1 < text.length && text.charCodeAt(i + 1) <= 126) {
      out.add(text.charAt(++i));
      canQuote = text.charAt(i) === "\n";
    } else if (top === "`" || top === "```" ? c !== "`" : !/[_*[\]()~`>#+\-=|{}.!\n]/.test(c)) {
      out.add(c);
      if (c !== "\r") canQuote = false;
    } else if (c === "\n") {
      if (quoting && !has(">", i + 1)) endQuote(i);
      out.add(c);
      canQuote = true;
    } else if (top === "`") out.end();
    else if (top === "```" && has("```", i)) {
      out.end();
      i += 2;
    } else if ((top === "[" || top === "![") && c === "]") {
      let address = "";
      if (has("(", i + 1)) {
        for (i += 2; text.charAt(i) !== ")"; i++) {
          if (i >= text.length) throw new Error("an address never ends");
          if (text.charAt(i) === "\\") i++;
          address += text.charAt(i);
        }
      }
      out.end(`link ${address.replaceAll("\r", "")}`);
    } else if (c === ">" && canQuote) {
      if (!quoting) out.begin(">");
      quoting = true;
    } else {
      const mark = ["```", "__", "||", "![", "_", "*", "~", "`", "["].find((each) => has(each, i));
      if (!mark) throw new Error(`${c} is reserved`);
      if (top === mark && mark !== "[" && mark !== "![") out.end();
      else out.begin(mark);
      i += mark.length - 1;
      if (mark !== "```") continue;
      const language = /^[^\s`]+(?=\s)/.exec(text.slice(i + 1))?.[0] ?? "";
      i += language.length;
      if (/[\r\n]/.test(text.charAt(i + 1))) i++;
    }
  }
  if (quoting) endQuote(text.length);
  return merge(out.finish());
}

/** Iterating by UTF-16 unit has split the pairs; nothing here depends on them, so compare them so. */
function merge(shown: Shown[]): Shown[] {
  return shown.flatMap(({ character, entities }) =>
    Array.from({ length: character.length }, (_, i) => ({ character: character.charAt(i), entities })),
  );
}
