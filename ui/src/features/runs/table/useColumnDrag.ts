import { type PointerEvent, type RefObject, useRef, useState } from "react";

const FAR_ENOUGH = 6;
/** How near to an edge of the table one drags it along. */
const EDGE = 40;

interface Drag {
  key: string;
  /** The column it would stand before; undefined for the last place. */
  before: string | undefined;
}

/** A column's head dragged to another place. */
export function useColumnDrag(scroll: RefObject<HTMLElement | null>, order: readonly string[], drop: (drag: Drag) => void) {
  const [drag, setDrag] = useState<Drag | null>(null);
  const wasDragged = useRef(false);

  const targetAt = (x: number): string | undefined => {
    const heads = [...(scroll.current?.querySelectorAll<HTMLElement>("[role=columnheader][data-movable]") ?? [])];
    const under = heads.find((head) => x < head.getBoundingClientRect().right) ?? heads.at(-1);
    if (!under) return undefined;
    const { left, width } = under.getBoundingClientRect();
    const key = under.dataset.column as string;
    return x < left + width / 2 ? key : order[order.indexOf(key) + 1];
  };

  const start = (key: string) => (event: PointerEvent<HTMLElement>) => {
    wasDragged.current = false;
    if (event.button !== 0 || event.pointerType === "touch") return;
    const from = event.clientX;
    let now: Drag | null = null;
    const move = (moved: globalThis.PointerEvent) => {
      if (!now && Math.abs(moved.clientX - from) < FAR_ENOUGH) return;
      const box = scroll.current;
      if (box) {
        const { left, right } = box.getBoundingClientRect();
        if (moved.clientX > right - EDGE) box.scrollLeft += 16;
        else if (moved.clientX < left + EDGE) box.scrollLeft -= 16;
      }
      wasDragged.current = true;
      now = { key, before: targetAt(moved.clientX) };
      setDrag(now);
    };
    const end = (ended?: Event) => {
      removeEventListener("pointermove", move);
      removeEventListener("pointerup", end);
      removeEventListener("pointercancel", end);
      removeEventListener("keydown", leave, true);
      setDrag(null);
      if (now && ended?.type === "pointerup") drop(now);
    };
    const leave = (pressed: KeyboardEvent) => {
      if (pressed.key !== "Escape") return;
      pressed.stopPropagation();
      end();
    };
    addEventListener("pointermove", move);
    addEventListener("pointerup", end);
    addEventListener("pointercancel", end);
    addEventListener("keydown", leave, true);
  };
  return { drag, start, wasDragged };
}
