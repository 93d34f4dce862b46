import { type KeyboardEvent, type PointerEvent, useRef, useState } from "react";

import styles from "./Plot.module.css";
import type { Box } from "./scene";

export interface Spot {
  x: number;
  y: number;
}

interface LayerProps {
  label: string;
  over: boolean;
  onPoint: (at: Spot | undefined) => void;
  onPress?: () => void;
  /** Arrow keys go from mark to mark. */
  onStep?: (by: 1 | -1) => void;
  onBox?: (box: Box) => void;
}

/** Shorter drags are clicks of an unsteady hand. */
const LEAST_DRAG = 5;

const boxOf = (a: Spot, b: Spot): Box => ({ left: Math.min(a.x, b.x), top: Math.min(a.y, b.y), right: Math.max(a.x, b.x), bottom: Math.max(a.y, b.y) });

/** Takes the pointer and the keys above a picture. */
export function Layer({ label, over, onPoint, onPress, onStep, onBox }: LayerProps) {
  const [drag, setDrag] = useState<{ from: Spot; to: Spot }>();
  const frame = useRef(0);
  const spot = (event: PointerEvent<HTMLElement>): Spot => {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };
  const moved = drag && Math.hypot(drag.to.x - drag.from.x, drag.to.y - drag.from.y) > LEAST_DRAG;
  const box = drag && moved && onBox ? boxOf(drag.from, drag.to) : undefined;
  const keys = (event: KeyboardEvent) => {
    const by = event.key === "ArrowRight" || event.key === "ArrowDown" ? 1 : event.key === "ArrowLeft" || event.key === "ArrowUp" ? -1 : 0;
    if (by && onStep) onStep(by);
    else if (event.key === "Enter" && onPress) onPress();
    else if (event.key === "Escape" && (over || drag)) {
      setDrag(undefined);
      onPoint(undefined);
    } else return;
    event.preventDefault();
    // The page has uses of its own for these keys.
    event.stopPropagation();
  };
  return (
    // The picture below says what is there; this is how one moves in it, and the table has the same for other means.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      className={styles.layer}
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={onStep ? 0 : undefined}
      role="group"
      aria-label={label}
      data-over={over || undefined}
      data-box={box ? true : undefined}
      onKeyDown={keys}
      onBlur={() => onPoint(undefined)}
      onPointerDown={(event) => {
        if (event.button !== 0 || !onBox) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        setDrag({ from: spot(event), to: spot(event) });
      }}
      onPointerMove={(event) => {
        const at = spot(event);
        if (drag) setDrag({ from: drag.from, to: at });
        cancelAnimationFrame(frame.current);
        frame.current = requestAnimationFrame(() => onPoint(at));
      }}
      onPointerLeave={() => {
        cancelAnimationFrame(frame.current);
        onPoint(undefined);
      }}
      onPointerUp={() => {
        if (box) onBox?.(box);
        else if (over) onPress?.();
        setDrag(undefined);
      }}
      onPointerCancel={() => setDrag(undefined)}
    >
      {box && <div className={styles.box} style={{ left: box.left, top: box.top, width: box.right - box.left, height: box.bottom - box.top }} />}
    </div>
  );
}
