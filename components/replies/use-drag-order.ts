import { type PointerEvent, type RefObject, useEffect, useRef, useState } from "react";

/** So near to the window's edge, in pixels, the page scrolls along. */
const edge = 70;
const scrollStep = 14;

/**
 * Moves an item of a list by a pointer, be it a mouse, a finger or a pen: while it is held, the item takes
 * the place of the one it is over. Listens on the window, since a moved element loses its pointer.
 */
export function useDragOrder(list: RefObject<HTMLElement | null>, move: (key: string, to: number) => void) {
  const [held, setHeld] = useState<string | null>(null);
  const latestMove = useRef(move);
  latestMove.current = move;

  useEffect(() => {
    if (held === null) return;
    const over = (event: globalThis.PointerEvent) => {
      event.preventDefault();
      if (event.clientY < edge) window.scrollBy(0, -scrollStep);
      if (event.clientY > window.innerHeight - edge) window.scrollBy(0, scrollStep);
      const place = placeAt(list.current, event.clientY);
      if (place !== undefined) latestMove.current(held, place);
    };
    const drop = () => setHeld(null);
    window.addEventListener("pointermove", over, { passive: false });
    window.addEventListener("pointerup", drop);
    window.addEventListener("pointercancel", drop);
    return () => {
      window.removeEventListener("pointermove", over);
      window.removeEventListener("pointerup", drop);
      window.removeEventListener("pointercancel", drop);
    };
  }, [held, list]);

  return {
    held,
    hold: (key: string) => (event: PointerEvent) => {
      if (event.button !== 0) return;
      setHeld(key);
    },
  };
}

/** Which item of the list stands at this height; its middle third, so that two of unlike size do not flicker. */
function placeAt(list: HTMLElement | null, y: number): number | undefined {
  const items = [...(list?.children ?? [])];
  const place = items.findIndex((item) => {
    const { top, height } = item.getBoundingClientRect();
    return y >= top + height / 3 && y <= top + (height * 2) / 3;
  });
  return place === -1 ? undefined : place;
}
