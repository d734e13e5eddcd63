import { Fragment, type ReactNode } from "react";

interface FilledProps {
  /** A sentence with places in braces, e.g. "Send {start} to {bot}". */
  text: string;
  /** What goes into each place. */
  places: Readonly<Record<string, ReactNode>>;
}

/** A sentence with links or other elements in it, in the order that its language wants. */
export function Filled({ text, places }: FilledProps) {
  return text.split(/\{(\w+)\}/).map((part, index) => (
    // Odd parts are the names of places. The parts of a sentence never change their order.
    // biome-ignore lint/suspicious/noArrayIndexKey: see above.
    <Fragment key={index}>{index % 2 === 1 ? places[part] : part}</Fragment>
  ));
}
