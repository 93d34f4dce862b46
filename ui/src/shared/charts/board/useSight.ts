import { type RefObject, useLayoutEffect, useState } from "react";

/** Beyond what is seen, what is about to be seen. */
const AHEAD = 300;
/** The page is drawn anew only when it has been scrolled so far. */
const STRIDE = 100;

/** Scrolled further than this in a moment, one passes by rather than looks. */
const RUSH = 1000;
const MOMENT = 120;

interface Sight {
  from: number;
  to: number;
  width: number;
  /** Whether what comes into sight will be gone in a moment. */
  rushing: boolean;
}

/** Which part of a long box lies in the window, whatever it is that scrolls. */
export function useSight(box: RefObject<HTMLElement | null>): Sight {
  const [sight, setSight] = useState<Sight>({ from: 0, to: 0, width: 0, rushing: false });
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    let [passed, since, rest, rushing] = [0, 0, 0, false];
    const look = () => {
      const { top, width } = element.getBoundingClientRect();
      const from = Math.floor((-top - AHEAD) / STRIDE) * STRIDE;
      const to = Math.ceil((innerHeight - top + AHEAD) / STRIDE) * STRIDE;
      const now = performance.now();
      const late = now - since > MOMENT;
      if (Math.abs(top - passed) > RUSH) rushing = true;
      else if (late) rushing = false;
      if (late) [passed, since] = [top, now];
      setSight((before) => (before.from === from && before.to === to && before.width === width && before.rushing === rushing ? before : { from, to, width, rushing }));
    };
    const settle = () => {
      [passed, since] = [element.getBoundingClientRect().top, 0];
      look();
    };
    const scrolled = () => {
      clearTimeout(rest);
      rest = window.setTimeout(settle, MOMENT);
      look();
    };
    settle();
    // What stands above may grow and push the box down without any scrolling.
    const observer = new ResizeObserver(settle);
    observer.observe(element);
    for (let parent = element.parentElement; parent && parent !== document.body; parent = parent.parentElement) observer.observe(parent);
    addEventListener("scroll", scrolled, { capture: true, passive: true });
    addEventListener("resize", settle);
    return () => {
      clearTimeout(rest);
      observer.disconnect();
      removeEventListener("scroll", scrolled, { capture: true });
      removeEventListener("resize", settle);
    };
  }, [box]);
  return sight;
}
