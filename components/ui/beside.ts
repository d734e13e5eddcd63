/** Room that is left between something that floats and the window's edge, in CSS pixels. */
const margin = 8;
const gap = 6;

/**
 * Puts a floating element beside its anchor: below it where there is room, else above; never outside the
 * window. The element has to be visible, so that its size is known, and `fixed`.
 */
export function putBeside(anchor: Element, floating: HTMLElement, align: "centre" | "end"): void {
  const from = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = floating;
  const { clientWidth, clientHeight } = document.documentElement;
  const wanted = align === "end" ? from.right - width : from.left + (from.width - width) / 2;
  const left = Math.max(margin, Math.min(wanted, clientWidth - width - margin));
  const below = from.bottom + gap;
  const fits = below + height + margin <= clientHeight || from.top < height + gap + margin;
  floating.style.left = `${Math.round(left)}px`;
  floating.style.top = `${Math.round(fits ? below : from.top - gap - height)}px`;
}
