"use client";

import { Check } from "lucide-react";
import {
  type ComponentProps,
  cloneElement,
  type KeyboardEvent,
  type ReactElement,
  type ReactNode,
  useId,
  useRef,
  useState,
} from "react";
import { putBeside } from "./beside";
import { cn } from "./cn";
import { Link } from "./link";

/**
 * A list of acts that opens from a button. A popover, the platform's own: it closes by Escape and by a
 * press outside, and gives the focus back. The arrows move through it (ARIA Authoring Practices, menu button).
 */
export function Menu({
  trigger,
  children,
}: {
  trigger: ReactElement<ComponentProps<"button">>;
  children: ReactNode;
}) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  return (
    <>
      {cloneElement(trigger, { popoverTarget: id, "aria-haspopup": "menu", "aria-expanded": open })}
      <div
        ref={list}
        id={id}
        role="menu"
        tabIndex={-1}
        popover="auto"
        aria-label={trigger.props["aria-label"]}
        onToggle={({ newState }) => {
          setOpen(newState === "open");
          const button = document.querySelector(`[popovertarget="${CSS.escape(id)}"]`);
          if (newState !== "open" || !list.current || !button) return;
          putBeside(button, list.current, "end");
          itemsOf(list.current)[0]?.focus({ preventScroll: true });
        }}
        onKeyDown={moveFocus}
        onClick={({ target }) => {
          if ((target as Element).closest("[role^=menuitem]")) list.current?.hidePopover();
        }}
        className="fixed inset-auto m-0 min-w-56 rounded-lg border border-line bg-surface p-1 text-ink shadow-lifted outline-none open:animate-pop"
      >
        {children}
      </div>
    </>
  );
}

const itemsOf = (list: Element) => [
  ...list.querySelectorAll<HTMLElement>("[role=menuitem]:not(:disabled), [role=menuitemradio]"),
];

function moveFocus(event: KeyboardEvent<HTMLDivElement>): void {
  const list = event.currentTarget;
  if (event.key === "Tab") list.hidePopover();
  const items = itemsOf(list);
  const at = items.indexOf(document.activeElement as HTMLElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  items.at(to % items.length)?.focus();
}

const itemStyle =
  "flex w-full items-center gap-2.5 rounded-md px-2.5 py-2 text-left text-ink text-sm outline-none hover:bg-sunken focus-visible:bg-sunken focus-visible:outline-2 focus-visible:-outline-offset-2 [&_svg]:size-4 [&_svg]:text-ink-3";

interface MenuItemProps {
  /** Where it leads; without it, what it does. */
  href?: string;
  onSelect?: () => void;
  className?: string;
  children: ReactNode;
}

export function MenuItem({ href, onSelect, className, children }: MenuItemProps) {
  const shared = {
    role: "menuitem",
    tabIndex: -1,
    className: cn(itemStyle, className),
    ...(onSelect ? { onClick: onSelect } : {}),
  };
  if (href !== undefined) {
    return (
      <Link href={href} {...shared}>
        {children}
      </Link>
    );
  }
  return (
    <button type="button" {...shared}>
      {children}
    </button>
  );
}

/** One of several, in a form of its own: pressing it sends its name and value. */
export function MenuRadio({
  name,
  value,
  checked,
  children,
}: {
  name: string;
  value: string;
  checked: boolean;
  children: ReactNode;
}) {
  return (
    <button
      type="submit"
      name={name}
      value={value}
      role="menuitemradio"
      aria-checked={checked}
      tabIndex={-1}
      className={itemStyle}
    >
      <Check aria-hidden className={cn(!checked && "invisible")} />
      {children}
    </button>
  );
}

export function MenuSeparator() {
  // biome-ignore lint/a11y/useSemanticElements: an <hr> has no place among the items of a menu.
  return <div role="separator" className="my-1 h-px bg-line" />;
}

/** Not an act: who is signed in, or what a group is about. */
export function MenuLabel({ children }: { children: ReactNode }) {
  return <div className="px-2.5 py-2 text-ink-3 text-xs">{children}</div>;
}
