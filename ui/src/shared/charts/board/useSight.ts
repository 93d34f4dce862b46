import { type RefObject, useLayoutEffect, useState } from "react";

/** Beyond what is seen, what is about to be seen. */
const AHEAD = 300;
/** The page is drawn anew only when it has been scrolled so far. */
const STRIDE = 100;

export interface Sight {
  from: number;
  to: number;
  width: number;
}

/** Which part of a long box lies in the window, whatever it is that scrolls. */
export function useSight(box: RefObject<HTMLElement | null>): Sight {
  const [sight, setSight] = useState<Sight>({ from: 0, to: 0, width: 0 });
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const look = () => {
      const { top, width } = element.getBoundingClientRect();
      const from = Math.floor((-top - AHEAD) / STRIDE) * STRIDE;
      const to = Math.ceil((innerHeight - top + AHEAD) / STRIDE) * STRIDE;
      setSight((before) => (before.from === from && before.to === to && before.width === width ? before : { from, to, width }));
    };
    look();
    // What stands above may grow and push the box down without any scrolling.
    const observer = new ResizeObserver(look);
    observer.observe(element);
    for (let parent = element.parentElement; parent && parent !== document.body; parent = parent.parentElement) observer.observe(parent);
    addEventListener("scroll", look, { capture: true, passive: true });
    addEventListener("resize", look);
    return () => {
      observer.disconnect();
      removeEventListener("scroll", look, { capture: true });
      removeEventListener("resize", look);
    };
  }, [box]);
  return sight;
}
