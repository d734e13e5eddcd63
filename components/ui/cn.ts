import { type ClassValue, clsx } from "clsx";

/**
 * What a later class may change of an earlier one, after its variants such as "hover:": corners, cursor,
 * background, and the colours of text and borders.
 */
const changeable =
  /^(?:\S+:)?(?:rounded(?=-(?:none|sm|md|lg|xl|2xl|full)$|$)|cursor(?=-)|bg(?=-)|(?:text|border)(?=-(?:canvas|surface|sunken|line|ink|accent|good|warn|bad|white|transparent|current)))/;

/**
 * Joins class names. Of two that set the same of the few things above, the later wins; of any others Tailwind's
 * own order decides. (tailwind-merge knows all of Tailwind, and weighs nine kilobytes in every page.)
 */
export function cn(...classes: ClassValue[]): string {
  const names = clsx(classes).split(" ");
  const set = new Set<string>();
  const kept = names.reverse().filter((name) => {
    const thing = changeable.exec(name)?.[0];
    if (thing === undefined) return true;
    if (set.has(thing)) return false;
    set.add(thing);
    return true;
  });
  return kept.reverse().join(" ");
}
