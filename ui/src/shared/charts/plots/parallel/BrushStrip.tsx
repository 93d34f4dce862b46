import { type PointerEvent, useState } from "react";

import type { Box } from "../core/scene";
import { type Brush, brushBetween, rangeOf } from "./brushes";
import type { Upright } from "./parallel";
import styles from "./Parallel.module.css";

interface BrushStripProps {
  axis: Upright;
  box: Box;
  brush: Brush | undefined;
  /** `done`: the pointer is up. */
  setBrush: (brush: Brush | undefined, done: boolean) => void;
}

/** Half the width that takes the pointer. */
const GRIP = 11;
/** A shorter drag is a click: it takes the brush away. */
const LEAST = 4;

/** The stretch of an axis on which one drags a brush, and the brush that is there. The axis' menu does the same by keys. */
export function BrushStrip({ axis, box, brush, setBrush }: BrushStripProps) {
  const [drag, setDrag] = useState<{ from: number; hold: number | undefined }>();
  const range = rangeOf(axis.column, brush);
  const half = axis.column.kind === "text" ? 0.4 : 0;
  // A brush may reach beyond the values that there are.
  const within = (pixel: number) => Math.min(box.bottom, Math.max(box.top, pixel));
  const ends = range && ([within(axis.place(range[1] + half) ?? box.top), within(axis.place(range[0] - half) ?? box.bottom)] as const);
  const height = (event: PointerEvent<HTMLElement>) =>
    Math.min(box.bottom, Math.max(box.top, box.top + event.clientY - event.currentTarget.getBoundingClientRect().top));
  const press = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    event.stopPropagation();
    event.currentTarget.setPointerCapture(event.pointerId);
    const y = height(event);
    // Inside the brush it is taken along, outside a new one begins.
    setDrag({ from: y, hold: ends && y > ends[0] && y < ends[1] ? y - ends[0] : undefined });
  };
  const drawTo = (event: PointerEvent<HTMLElement>) => {
    if (!drag) return;
    const y = height(event);
    if (Math.abs(y - drag.from) < LEAST) return;
    if (drag.hold !== undefined && ends) {
      const size = ends[1] - ends[0];
      const top = Math.min(box.bottom - size, Math.max(box.top, y - drag.hold));
      setBrush(brushBetween(axis.column, axis.invert(top), axis.invert(top + size)), false);
    } else setBrush(brushBetween(axis.column, axis.invert(drag.from), axis.invert(y)), false);
  };
  const release = (event: PointerEvent<HTMLElement>) => {
    if (!drag) return;
    const still = Math.abs(height(event) - drag.from) < LEAST;
    setBrush(still && drag.hold === undefined ? undefined : brush, true);
    setDrag(undefined);
  };
  return (
    <>
      <div
        className={styles.strip}
        data-testid={`brush-${axis.column.key}`}
        style={{ left: axis.x - GRIP, top: box.top, width: 2 * GRIP, height: box.bottom - box.top }}
        onPointerDown={press}
        onPointerMove={drawTo}
        onPointerUp={release}
        onPointerCancel={() => setDrag(undefined)}
      />
      {ends && <div className={styles.brush} style={{ left: axis.x - 6, top: ends[0], height: Math.max(3, ends[1] - ends[0]) }} />}
    </>
  );
}
