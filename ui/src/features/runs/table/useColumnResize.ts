import { type PointerEvent, useState } from "react";

import { boundWidth } from "../columns/arrangement";

/** A column's edge dragged. Until it is let go, its width is a draft. */
export function useColumnResize(commit: (key: string, width: number) => void) {
  const [draft, setDraft] = useState<{ key: string; width: number } | null>(null);
  const start = (key: string, width: number) => (event: PointerEvent<HTMLElement>) => {
    event.preventDefault();
    event.stopPropagation();
    const grip = event.currentTarget;
    grip.setPointerCapture(event.pointerId);
    const from = event.clientX;
    const widthAt = (x: number) => boundWidth(width + x - from);
    const move = (moved: globalThis.PointerEvent) => setDraft({ key, width: widthAt(moved.clientX) });
    const end = (ended: globalThis.PointerEvent) => {
      grip.removeEventListener("pointermove", move);
      setDraft(null);
      if (ended.type === "pointerup" && ended.clientX !== from) commit(key, widthAt(ended.clientX));
    };
    grip.addEventListener("pointermove", move);
    grip.addEventListener("pointerup", end, { once: true });
    grip.addEventListener("pointercancel", end, { once: true });
  };
  return { draft, start };
}
